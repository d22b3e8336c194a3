import { expect, it } from 'vitest';
import { signDingtalk } from '../../src/notifiers/dingtalk.ts';
import { signFeishu } from '../../src/notifiers/feishu.ts';
import { signAcs3 } from '../../src/notifiers/sign-acs3.ts';
import { signPayload } from '../../src/notifiers/sign-hmac.ts';
import { authorizeTc3 } from '../../src/notifiers/sign-tc3.ts';

it('ACS3-HMAC-SHA256 is that of the example in 「V3版本请求体&签名机制」', () => {
  const headers = signAcs3(
    {
      scheme: 'aliyun-acs3',
      keyId: 'YourAccessKeyId',
      keySecret: 'YourAccessKeySecret',
      action: 'RunInstances',
      version: '2014-05-26',
    },
    {
      method: 'POST',
      url: new URL(
        'https://ecs.cn-shanghai.aliyuncs.com/?RegionId=cn-shanghai&ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
      ),
      contentType: null,
      body: '',
      now: new Date('2023-10-26T10:22:32.987Z'),
      nonce: '3156853299f313e23d1673dc12e1703d',
    },
  );
  expect(headers.authorization).toBe(
    'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  );
  expect(headers['x-acs-date']).toBe('2023-10-26T10:22:32Z');
});

it('TC3-HMAC-SHA256 is that of the example in 「签名方法 v3」', () => {
  const authorization = authorizeTc3(
    {
      keyId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
      keySecret: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
      service: 'cvm',
    },
    {
      url: new URL('https://cvm.tencentcloudapi.com/'),
      contentType: 'application/json; charset=utf-8',
      body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
      now: new Date(1_551_113_065_000),
    },
    {},
  );
  expect(authorization).toBe(
    'TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
  );
});

it('the two group robots sign the other way round, with time in other units', () => {
  // By `printf ... | openssl dgst -sha256 -hmac ... -binary | base64`, since the guides publish no result.
  expect(signDingtalk('this is secret', 1_577_262_236_757)).toBe(
    'hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=',
  );
  expect(signFeishu('demo', 1_599_360_473)).toBe('l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=');
  expect(signPayload('secret', 1_700_000_000, '{"a":1}')).toBe(
    'sha256=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686',
  );
});
