import {forwardingRules} from '../../../src/detect/rules/forwarding.ts'
import {aCmdlet, at} from '../build.ts'
import {hinting} from './signals.ts'
import {telling} from './told.ts'

const forward = (to: string, more = {}) =>
  aCmdlet({
    Operation: 'Set-Mailbox',
    parameters: {Identity: 'ada@contoso.example', ForwardingSmtpAddress: to, DeliverToMailboxAndForward: 'True'},
    ...more,
  })
const rule = (user: string, to: string, day: number) =>
  aCmdlet({Operation: 'New-InboxRule', UserId: user, parameters: {Name: 'x', ForwardTo: to}, time: at(day)})

telling('MBX-02, mailboxes that forward', forwardingRules, [
  ['outside', [forward('smtp:ada@private.example')], ['MBX-02 medium']],
  ['a domain alike', [forward('smtp:ada@contoso2.example')], ['MBX-02 medium']],
  ['many by one hand', [forward('smtp:a@b.example'), forward('smtp:c@b.example')], ['MBX-02 medium']],
  ['inside', [forward('smtp:bob@contoso.example')]],
  ['taken off', [forward('')]],
  ['the service’s', [forward('smtp:ada@private.example', {UserId: 'NT AUTHORITY\\SYSTEM (w3wp)'})]],
  ['other settings', [aCmdlet({Operation: 'Set-Mailbox', parameters: {MaxSendSize: '35 MB'}})]],
])
hinting('MBX-02, weak signs', forwardingRules, [['inside', [forward('smtp:bob@contoso.example')], ['MBX-02 hint']]])

const stranger = 'drop@stranger.example'

telling('MBX-08, one collector', forwardingRules, [
  [
    'of two people’s rules',
    [rule('ada@contoso.example', stranger, 9), rule('bob@contoso.example', stranger, 20)],
    ['MBX-08 medium'],
  ],
  [
    'of a rule and a forwarding',
    [rule('bob@contoso.example', stranger, 9), forward(`smtp:${stranger}`)],
    ['MBX-02 medium', 'MBX-08 medium'],
  ],
  ['one mailbox twice', [rule('ada@contoso.example', stranger, 9), rule('ada@contoso.example', stranger, 20)]],
  ['a colleague', ['ada', 'bob', 'cy'].map(name => rule(`${name}@contoso.example`, 'help@contoso.example', 9))],
  ['different addresses', [rule('ada@contoso.example', stranger, 9), rule('bob@contoso.example', 'b@b.example', 9)]],
])
