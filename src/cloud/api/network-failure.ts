// A request that got no answer: what the network did, in words for people. The SDK keeps the text of the error only.

import type { Bilingual } from '../../function/doctor/bilingual.ts';

interface Cause {
  readonly pattern: RegExp;
  text(host: string): Bilingual;
}

/** The first one whose pattern fits the error's text counts. */
const causes: readonly Cause[] = [
  {
    pattern: /ENOTFOUND|EAI_AGAIN/,
    text: (host) => ({
      en: `The name ${host} could not be resolved. Is this machine connected, and does its DNS work?`,
      zh: `无法解析域名 ${host}。请检查本机是否联网，DNS 是否正常。`,
    }),
  },
  {
    pattern: /ECONNREFUSED/,
    text: (host) => ({
      en: `${host} refused the connection. Check the address given with --api-endpoint or --cos-endpoint, or the proxy in http_proxy.`,
      zh: `${host} 拒绝了连接。请检查 --api-endpoint 或 --cos-endpoint 的地址，或 http_proxy 中的代理。`,
    }),
  },
  {
    pattern: /ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL/,
    text: (host) => ({
      en: `There is no way to ${host} in this network. Is this machine connected to the Internet?`,
      zh: `本机网络无法到达 ${host}。请检查是否已连接互联网。`,
    }),
  },
  {
    pattern: /network timeout|ETIMEDOUT|ESOCKETTIMEDOUT|timed? ?out/i,
    text: (host) => ({
      en: `${host} did not answer in time. Try again; if it stays so, a firewall or proxy may swallow the packets.`,
      zh: `${host} 没有及时应答。请重试；如果一直如此，可能是防火墙或代理丢弃了数据包。`,
    }),
  },
  {
    pattern: /certificate|altnames|SSL|TLS|CERT_|wrong version number/i,
    text: (host) => ({
      en: `The encrypted connection to ${host} could not be set up. A proxy that opens TLS needs its certificate in NODE_EXTRA_CA_CERTS; a wrong clock makes certificates invalid, too.`,
      zh: `无法与 ${host} 建立加密连接。如果代理会解开 TLS，请把它的证书写入 NODE_EXTRA_CA_CERTS；本机时钟不准也会使证书无效。`,
    }),
  },
  {
    pattern: /ECONNRESET|EPIPE|socket hang up|premature close|aborted|Invalid response body/i,
    text: (host) => ({
      en: `The connection to ${host} was cut before the answer was complete. Run the command again: it looks at what is there before it changes anything.`,
      zh: `与 ${host} 的连接在收到完整应答之前中断。请重新运行该命令：它会先查看现有状态，再作改动。`,
    }),
  },
];

/** @param message The text of the error that the SDK threw. */
export function describeNetworkFailure(message: string, host: string): Bilingual {
  const cause = causes.find(({ pattern }) => pattern.test(message));
  return cause?.text(host) ?? notUnderstood(host);
}

function notUnderstood(host: string): Bilingual {
  return {
    en: `The answer of ${host} cannot be understood. Is something else at that address, such as a proxy's page?`,
    zh: `无法理解 ${host} 的应答。该地址上是否是别的服务，例如代理的页面？`,
  };
}
