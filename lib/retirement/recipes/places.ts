import type { Place, RecipeSubject } from '../../model/recipe.ts'

/** Words by which a consumer's name says where it runs. What could be anywhere ("ci", "jenkins") is not among them. */
const words: readonly (readonly [Place, RegExp])[] = [
  ['github-actions', /\b(github actions?|gha|actions runners?)\b/],
  ['gitlab-ci', /\bgitlab\b/],
  ['kubernetes', /\b(eks|aks|gke|kubernetes|k8s|openshift|pods?|helm)\b/],
  ['aws', /\b(ec2|ecs|fargate|lambda|beanstalk|aws batch)\b/],
  ['google', /\b(gce|cloud run|app engine|cloud functions?|compute engine)\b/],
  ['azure', /\b(azure (vm|functions?|container apps?)|app service)\b/],
  ['elsewhere', /\b(on prem|on premises?|data cent(er|re)|bare metal|vmware|own servers?)\b/],
  ['person', /\b(laptops?|workstations?|desktops?)\b/],
]

/**
 * Where its consumers run, the surest first: the names of consumers, then of its workload, then its own. A vendor's token is held by
 * the vendor, whatever it is called. An identity that the workload may have already comes before all names. Empty where no name says so.
 */
export function placesOf({ consumers, workload, name, thirdParty, identities = [] }: RecipeSubject): readonly Place[] {
  if (thirdParty !== null) return ['vendor']
  const told = [consumers.join(' / '), workload ? `${workload.key} / ${workload.name}` : '', name].map(spoken)
  const found = told.flatMap((text) => words.filter(([, word]) => word.test(text)).map(([place]) => place))
  return [...new Set([...(identities.length > 0 ? (['spiffe'] as const) : []), ...found])]
}

/** Names as words: what parts them is no letter or digit. */
function spoken(text: string): string {
  return text
    .slice(0, 20_000)
    .toLowerCase()
    .replace(/[\s_./:,;-]+/g, ' ')
}
