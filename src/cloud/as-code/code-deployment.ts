// A deployment as it is written into files for other tools: tccli, Serverless Framework, Terraform.

export interface CodeDeployment {
  readonly functionName: string;
  /** Role and policy have this name, too. */
  readonly roleName: string;
  /** The long name, like `ap-guangzhou`. */
  readonly region: string;
  readonly appid: string;
  /** With its appid. */
  readonly sourceBucket: string;
  /** With its appid. */
  readonly targetBucket: string;
  /** Only photos whose keys begin so are sent to the function; empty: all. */
  readonly prefix: string;
  readonly runtime: string;
  readonly memoryMb: number;
  readonly timeoutS: number;
  /** The function's environment variables. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The deployment in the files of deploy/, with the names that the docs use. */
export const exampleDeployment: CodeDeployment = {
  functionName: 'cos-thumbnailer',
  roleName: 'cos-thumbnailer',
  region: 'ap-guangzhou',
  appid: '1250000000',
  sourceBucket: 'example-1250000000',
  targetBucket: 'exampleresized-1250000000',
  prefix: '',
  runtime: 'Nodejs20.19',
  memoryMb: 512,
  timeoutS: 60,
  environment: { THUMB_PRESETS: '200x200', THUMB_TARGET_BUCKET: 'exampleresized-1250000000' },
};

/** The file and the exported function that SCF calls. */
export const handler = 'index.main_handler';

/** How often SCF repeats an invocation that failed, and for how many seconds it keeps an event. */
export const asyncRetry = { retries: 2, maxAgeS: 21_600 };

/** The bucket's host, by which COS triggers are named. */
export function triggerName({ sourceBucket, region }: CodeDeployment): string {
  return `${sourceBucket}.cos.${region}.myqcloud.com`;
}

/** What the triggers are about: one trigger for each. */
export function triggerEvents({ environment }: CodeDeployment): string[] {
  const mirrors = environment['THUMB_ON_DELETE'] === 'mirror';
  return ['cos:ObjectCreated:*', ...(mirrors ? ['cos:ObjectRemove:*'] : [])];
}
