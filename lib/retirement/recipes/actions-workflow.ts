import type { Artefact, RecipeSubject } from '../../model/recipe.ts'
import { draft, environmentOf, nameOf, yaml, type Blanks } from './writing.ts'

/** A GitHub workflow whose job asks for an identity token; `steps` are what it does with it, each line indented as a step is. */
export function actionsWorkflow(subject: RecipeSubject, steps: (blanks: Blanks) => string): Artefact {
  return draft('The workflow (.github/workflows)', 'yaml', (blanks) => {
    return `name: ${yaml(nameOf(subject, blanks))}
on:
  push:
    branches: [main]
permissions:
  id-token: write
  contents: read
jobs:
  run:
    runs-on: ubuntu-latest
    environment: ${yaml(environmentOf(subject, blanks))}
    steps:
${steps(blanks)}`
  })
}
