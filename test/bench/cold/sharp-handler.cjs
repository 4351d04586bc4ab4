// The same task, thumbnails of uploaded photos, as it is usually solved on SCF: sharp and the COS SDK in node_modules.
// A good example of its kind: one client and one require for an instance, no detours; but none of the guards.
'use strict';

const COS = require('cos-nodejs-sdk-v5');
const sharp = require('sharp');

const endpoint = process.env.THUMB_COS_ENDPOINT ? new URL(process.env.THUMB_COS_ENDPOINT) : undefined;
const cos = new COS({
  getAuthorization(_options, callback) {
    // Temporary credentials: they change while an instance lives.
    callback({
      TmpSecretId: process.env.TENCENTCLOUD_SECRETID,
      TmpSecretKey: process.env.TENCENTCLOUD_SECRETKEY,
      SecurityToken: process.env.TENCENTCLOUD_SESSIONTOKEN,
      ExpiredTime: Math.floor(Date.now() / 1000) + 60,
    });
  },
  Protocol: endpoint ? endpoint.protocol : 'https:',
  Ip: endpoint ? endpoint.host : '',
});

exports.main_handler = async (event) => {
  const Region = process.env.TENCENTCLOUD_REGION;
  for (const { cos: record } of event.Records) {
    const { name, appid } = record.cosBucket;
    const Key = record.cosObject.key.replace(`/${appid}/${name}/`, '');
    const source = await cos.getObject({ Bucket: `${name}-${appid}`, Region, Key });
    const Body = await sharp(source.Body)
      .autoOrient()
      .resize(200, 200, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 80 })
      .toBuffer();
    await cos.putObject({
      Bucket: `${name}resized-${appid}`,
      Region,
      Key,
      Body,
      ContentType: 'image/jpeg',
    });
  }
  return { stored: event.Records.length };
};
