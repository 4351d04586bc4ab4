// Stands for Tencent Cloud's command line, tccli, as far as a script of `npm run deploy -- --print tccli` uses it. Sends the call
// to the local cloud whose port is in LOCAL_API_PORT.
//
// Usage: tccli.cjs SERVICE ACTION --region REGION [--cli-input-json file://FILE] [--NAME VALUE]...

const { readFileSync } = require('node:fs');
const { Agent } = require('node:http');
const { connect } = require('node:net');
const { CommonClient } = require('tencentcloud-sdk-nodejs-common');

const [service, action, ...words] = process.argv.slice(2);
const options = {};
for (let at = 0; at < words.length; at += 2) options[words[at].replace(/^--/, '')] = words[at + 1];
const { region, 'cli-input-json': file, ...parameters } = options;
const input = file ? JSON.parse(readFileSync(file.replace(/^file:\/\//, ''), 'utf8')) : parameters;

const agent = new Agent();
agent.createConnection = () => connect(Number(process.env.LOCAL_API_PORT), '127.0.0.1');
const version = { scf: '2018-04-16', cam: '2019-01-16' }[service];
const client = new CommonClient(`${service}.tencentcloudapi.com`, version, {
  region,
  credential: {
    secretId: process.env.TENCENTCLOUD_SECRET_ID,
    secretKey: process.env.TENCENTCLOUD_SECRET_KEY,
  },
  profile: { httpProfile: { protocol: 'http://', agent } },
});
client.request(action, input).then(
  (answer) => console.log(JSON.stringify(answer, null, 4)),
  (error) => {
    console.error(error.code, error.message);
    process.exitCode = 255;
  },
);
