import { describe, expect, test } from 'vitest'
import { addressRefusal, nameRefusal } from './address-rules.ts'

const never = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '224.0.0.1',
  '240.0.0.1',
  '192.0.0.192',
  '100.100.100.200',
  '168.63.129.16',
  '198.18.0.1',
  '::',
  'fe80::1',
  'fe80::1%eth0',
  'fd00:ec2::254',
  'ff02::1',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '::ffff:0:169.254.169.254',
  '::a9fe:a9fe',
  '64:ff9b::169.254.169.254',
  '64:ff9b:1::a9fe:a9fe',
  '2002:a9fe:a9fe::1',
  '2001:0:4136:e378:8000:63bf:5601:5601',
  '2001:db8::1',
  'not an address',
  '',
]
const onlyWhenPrivateIsAllowed = [
  '127.0.0.1',
  '127.8.9.10',
  '::1',
  '10.0.0.1',
  '172.16.3.4',
  '192.168.1.1',
  '100.64.0.1',
  'fd12::1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
]
const always = ['8.8.8.8', '140.82.121.6', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808']

describe('an address', () => {
  test.each(never)('%s is refused whatever is allowed', (address) => {
    expect(addressRefusal(address, { allowPrivate: true })).not.toBeNull()
    expect(addressRefusal(address, { allowPrivate: false })).not.toBeNull()
  })
  test.each(onlyWhenPrivateIsAllowed)('%s is for those who allow private networks', (address) => {
    expect(addressRefusal(address, { allowPrivate: true })).toBeNull()
    expect(addressRefusal(address, { allowPrivate: false })).not.toBeNull()
  })
  test.each(always)('%s is called', (address) => {
    expect(addressRefusal(address, { allowPrivate: false })).toBeNull()
  })
})

test.each(['metadata.google.internal', 'METADATA.google.internal.', 'metadata', 'instance-data'])('the name %s is refused', (name) => {
  expect(nameRefusal(name)).not.toBeNull()
})
test.each(['api.github.com', 'localhost', 'metadata.example.com'])('the name %s is not', (name) => {
  expect(nameRefusal(name)).toBeNull()
})
