import {mailFlow} from '../../../src/detect/rules/mail-flow.ts'
import {aCmdlet} from '../build.ts'
import {hinting} from './signals.ts'
import {telling} from './told.ts'

const set = (Operation: string, parameters: Record<string, string>, more = {}) =>
  aCmdlet({Operation, UserId: 'adm.root@contoso.example', parameters: {Name: 'Mail', ...parameters}, ...more})

telling('MBX-09, transport rules', mailFlow, [
  ['a blind copy outside', [set('New-TransportRule', {BlindCopyTo: 'eve@stranger.example'})], ['MBX-09 medium']],
  ['a copy inside', [set('New-TransportRule', {CopyTo: 'archive@contoso.example'})], ['MBX-09 low']],
  ['mail deleted', [set('Set-TransportRule', {DeleteMessage: 'True'})], ['MBX-09 medium']],
  ['past the filter', [set('Set-TransportRule', {SetSCL: '-1'})], ['MBX-09 low']],
  ['one removed', [set('Remove-TransportRule', {})], ['MBX-09 low']],
  ['a disclaimer', [set('New-TransportRule', {ApplyHtmlDisclaimerText: '<p>Confidential</p>'})]],
  ['a warning in front', [set('Set-TransportRule', {PrependSubject: '[external]', DeleteMessage: 'False'})]],
  ['a refused one', [set('New-TransportRule', {BlindCopyTo: 'eve@stranger.example'}, {ResultStatus: 'False'})]],
])
hinting('MBX-09, weak signs', mailFlow, [
  ['a header', [set('Set-TransportRule', {SetHeaderName: 'X-Seen'})], ['MBX-09 hint']],
])

telling('MBX-10, connectors and policies', mailFlow, [
  ['an inbound connector', [set('New-InboundConnector', {SenderIPAddresses: '203.0.113.9'})], ['MBX-10 low']],
  [
    'forwarding allowed everywhere',
    [set('Set-RemoteDomain', {Identity: 'Default', AutoForwardEnabled: 'True'})],
    ['MBX-10 medium'],
  ],
  ['by the policy', [set('Set-HostedOutboundSpamFilterPolicy', {AutoForwardingMode: 'On'})], ['MBX-10 medium']],
  ['allowed addresses', [set('Set-HostedConnectionFilterPolicy', {IPAllowList: '203.0.113.9'})], ['MBX-10 low']],
  ['forwarding forbidden', [set('Set-RemoteDomain', {Identity: 'Default', AutoForwardEnabled: 'False'})]],
  ['a policy’s other settings', [set('Set-HostedContentFilterPolicy', {BulkThreshold: '6'})]],
  ['a connector’s comment', [set('Set-InboundConnector', {Comment: 'for scanners'})]],
])
