// Functions of the local account: from the upload of a zip to its invocation, by the official SDK.

import { describe, expect, test } from 'vitest';
import { codeOf, connectScf, newFunction, startCloud, zipOf } from './cloud.ts';

const cloud = await startCloud();
const client = connectScf(cloud);
const echo =
  'exports.main_handler = async (event, context) => { console.log("called"); return { event, env: process.env.A }; };';

async function settled(name: string) {
  for (;;) {
    const found = await client.GetFunction({ FunctionName: name });
    if (!found.Status?.endsWith('ing')) return found;
  }
}

describe('a function', () => {
  test('is created, invoked, changed and deleted', async () => {
    const FunctionName = 'whole-life';
    const variables = [{ Key: 'A', Value: 'one' }];
    await client.CreateFunction({
      ...newFunction(FunctionName, echo),
      Environment: { Variables: variables },
      Tags: [{ Key: 'k', Value: 'v' }],
      Description: 'described',
      MemorySize: 256,
    });
    expect((await client.GetFunction({ FunctionName })).Status).toBe('Creating');
    expect((await client.GetFunction({ FunctionName })).Status).toBe('Creating');
    const created = await client.GetFunction({ FunctionName });
    expect(created).toMatchObject({
      Status: 'Active',
      MemorySize: 256,
      Timeout: 3,
      Description: 'described',
      Handler: 'index.main_handler',
      Runtime: 'Nodejs20.19',
      AvailableStatus: 'Available',
      Environment: { Variables: variables },
      Tags: [{ Key: 'k', Value: 'v' }],
    });

    const { Result } = await client.InvokeFunction({ FunctionName, Event: '{"a":1}', LogType: 'Tail' });
    expect(JSON.parse(Result?.RetMsg ?? '')).toEqual({ event: { a: 1 }, env: 'one' });
    expect(Result).toMatchObject({ ErrMsg: '', InvokeResult: 0 });
    expect(Result?.Log).toMatch(/START RequestId.*\ncalled\nEND.*\nReport RequestId/);
    expect(Result?.BillDuration).toBeGreaterThan(0);
    expect(Result?.MemUsage).toBeGreaterThan(1_000_000);

    await client.UpdateFunctionConfiguration({
      FunctionName,
      Environment: { Variables: [{ Key: '', Value: '' }] },
    });
    expect((await settled(FunctionName)).Environment?.Variables).toEqual([]);
    const code = 'exports.other = () => "second";';
    await client.UpdateFunctionCode({
      FunctionName,
      Handler: 'index.other',
      ZipFile: zipOf({ 'index.js': code }),
    });
    expect((await settled(FunctionName)).Handler).toBe('index.other');
    expect((await client.InvokeFunction({ FunctionName })).Result?.RetMsg).toBe('"second"');

    expect((await client.ListFunctions({})).Functions).toMatchObject([{ FunctionName }]);
    await client.DeleteFunction({ FunctionName });
    expect(await codeOf(client.GetFunction({ FunctionName }))).toBe('ResourceNotFound.Function');
  });
});
