// The actions that say whose key it is.

import { type Action, action } from './action.ts';

export const getUserAppId: Action = action({}, (_given, { account }) => ({
  Uin: account.uin,
  OwnerUin: account.uin,
  AppId: Number(account.appid),
}));

export const getCallerIdentity: Action = action({}, (_given, { account, user }) => ({
  Arn: `qcs::cam::uin/${account.uin}:uin/${account.uin}`,
  AccountId: account.uin,
  UserId: account.uin,
  PrincipalId: account.uin,
  Type: user.token === undefined ? 'CAMUser' : 'CAMRole',
}));
