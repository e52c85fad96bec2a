/**
 * Rights that are more together than each alone. `needs`: one of each list must be granted, the first named explaining
 * before the others; `reachOf`: which of them decides how far it goes. iam:PassRole alone hands a role to a service that already does something
 * (level 5); with a right to start code of the caller's choice under that role, the caller has the role's rights (level 6).
 */
export type Combination = { needs: readonly (readonly string[])[]; level: 5 | 6; reachOf: number; because: string }

const passRole: Combination = {
  needs: [
    ['iam:PassRole'],
    [
      'lambda:CreateFunction', 'lambda:UpdateFunctionConfiguration',
      'ec2:RunInstances', 'ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation', 'ec2:RequestSpotInstances', 'ec2:RequestSpotFleet', 'ec2:CreateFleet', 'ec2:CreateLaunchTemplate*',
      'autoscaling:CreateLaunchConfiguration', 'autoscaling:CreateAutoScalingGroup', 'autoscaling:UpdateAutoScalingGroup',
      'ecs:RegisterTaskDefinition', 'ecs:RunTask', 'ecs:StartTask', 'ecs:CreateService', 'ecs:UpdateService', 'ecs:CreateExpressGatewayService',
      'cloudformation:CreateStack', 'cloudformation:UpdateStack', 'cloudformation:SetStackPolicy', 'cloudformation:CreateChangeSet', 'cloudformation:CreateStackSet',
      'codebuild:CreateProject', 'codebuild:UpdateProject', 'codepipeline:CreatePipeline', 'codepipeline:UpdatePipeline', 'codestar:CreateProject', 'codedeploy:CreateDeploymentGroup',
      'glue:CreateDevEndpoint', 'glue:CreateJob', 'glue:UpdateJob', 'glue:CreateSession', 'glue:CreateTrigger', 'glue:CreateCrawler', 'glue:UpdateCrawler',
      'sagemaker:CreateNotebookInstance', 'sagemaker:CreateTrainingJob', 'sagemaker:CreateProcessingJob', 'sagemaker:CreateDomain', 'sagemaker:CreateUserProfile', 'sagemaker:CreateModel', 'sagemaker:CreatePipeline', 'sagemaker:CreateAutoMLJob*', 'sagemaker:CreateHyperParameterTuningJob',
      'datapipeline:CreatePipeline', 'datapipeline:PutPipelineDefinition', 'elasticmapreduce:RunJobFlow', 'emr-serverless:StartJobRun', 'emr-containers:StartJobRun',
      'batch:RegisterJobDefinition', 'states:CreateStateMachine', 'states:UpdateStateMachine', 'events:PutTargets', 'scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'pipes:CreatePipe', 'pipes:UpdatePipe',
      'apprunner:CreateService', 'apprunner:UpdateService', 'amplify:CreateApp', 'amplify:UpdateApp', 'elasticbeanstalk:CreateEnvironment', 'elasticbeanstalk:UpdateEnvironment',
      'ssm:StartAutomationExecution', 'ssm:CreateAssociation', 'ssm:RegisterTaskWithMaintenanceWindow', 'ssm:CreateActivation',
      'bedrock-agentcore:CreateAgentRuntime', 'bedrock-agentcore:CreateCodeInterpreter', 'bedrock:CreateAgent', 'eks:CreateNodegroup', 'eks:CreateFargateProfile', 'eks:CreateCluster',
      'imagebuilder:CreateInfrastructureConfiguration', 'gamelift:CreateFleet', 'airflow:CreateEnvironment', 'kinesisanalytics:CreateApplication', 'appsync:CreateDataSource', 'iot:CreateTopicRule', 'transfer:CreateUser', 'databrew:CreateRecipeJob', 'omics:StartRun', 'lambda:CreateMicrovm*',
    ],
  ],
  level: 6,
  reachOf: 0,
  because: 'it starts code of its choice under a role that it passes, and so has that role’s rights',
} // prettier-ignore

export const combinations: readonly Combination[] = [
  passRole,
  {
    needs: [['ec2:ModifyInstanceAttribute'], ['ec2:StopInstances'], ['ec2:StartInstances']],
    level: 5,
    reachOf: 0,
    because: "it changes the start-up script of an instance and restarts it, and so runs code under the instance's role",
  },
  {
    needs: [['ec2:CreateSnapshot', 'ec2:CreateSnapshots'], ['ec2:CreateVolume'], ['ec2:AttachVolume']],
    level: 5,
    reachOf: 0,
    because: 'it copies a disk and mounts the copy, with every credential on it',
  },
  {
    needs: [
      ['rds:ModifyDBInstance', 'rds:ModifyDBCluster'],
      ['rds:DescribeDBInstances', 'rds:DescribeDBClusters'],
    ],
    level: 5,
    reachOf: 0,
    because: 'it finds a database and sets its master password',
  },
]
