/** Sign-ins finished on another device: device codes (AUTH-10), and the one application that policies let through (AUTH-15). */
import {BoundedMap} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {isTrue} from '../field-values.ts'
import {isEstablished, isUnfamiliarAddress, quoted} from '../novelty.ts'
import {type DetectionContext, type Rule, type RuleMeta, type RuleRun, signalOf} from '../rule.ts'

const code: RuleMeta = {
  id: 'AUTH-10',
  title: 'Device code sign-in',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1528', 'T1566.002'],
  question: 'Did a user enter a device code that an attacker sent?',
  benign: 'A meeting-room device, a television, a command line without a browser.',
  next: [
    'Ask the user whether they entered a code, and who sent it.',
    'Revoke the sessions if the code came in a message or a call.',
    'Block device code flow in a Conditional Access policy where it is not needed.',
  ],
  source: 'https://learn.microsoft.com/entra/identity/conditional-access/concept-authentication-flows',
  needs: {operations: ['userloggedin']},
}

const portal: RuleMeta = {
  id: 'AUTH-15',
  title: 'Company Portal token for another resource',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1078.004', 'T1550.001'],
  question: 'Was the policy that requires a managed device bypassed?',
  benign: 'The enrolment of a new device.',
  next: [
    'Ask the user whether they enrolled a device at that time.',
    'Check what else the session did: directory, mail, files.',
    'Revoke the sessions if no device was enrolled.',
  ],
  source: 'https://attack.mitre.org/techniques/T1078/004/',
  needs: {operations: ['userloggedin']},
}

const broker = '29d9ed98-a469-4536-ade2-f981bc1d605e'
const companyPortal = '9ba1a5c7-f17a-4de9-a1f1-6178c8d51223'
const intune = '0000000a-0000-0000-c000-000000000000'
const graphs = new Set(['00000003-0000-0000-c000-000000000000', '00000002-0000-0000-c000-000000000000'])

function start(context: DetectionContext): RuleRun {
  // Who is forgotten here is told of again.
  const met = new BoundedMap<string, true>('accounts with device codes', 20_000, context.evictions, {
    harmless: () => true,
  })
  return {
    see(event) {
      if (event.isService || event.extended.get('RequestType') !== 'Cmsi:Cmsi') return
      if (event.application === companyPortal) {
        tellPortal(context, event)
        return
      }
      const {user, application} = event
      const key = `${user} ${application}`
      const first = met.get(key) === undefined
      met.at(key, () => true)
      tellCode(context, event, first)
    },
  }
}

function tellCode(context: DetectionContext, event: AuditEvent, first: boolean): void {
  const {user, time, application, address} = event
  const strange = isUnfamiliarAddress(context, event)
  if (!strange && !first) return
  const unmanaged = !isTrue(event.device.get('IsCompliant'))
  const wide = application === broker && graphs.has(event.object.toLowerCase())
  const grave = wide && unmanaged && isEstablished(context, user, time)
  const parts = [
    strange ? `from ${address?.network}, not seen with ${user} before` : 'for the first time this month',
    wide ? 'by the authentication broker, for Microsoft Graph' : '',
    unmanaged ? 'on a device that is not managed' : '',
  ]
  context.report(
    signalOf(event, {
      rule: code.id,
      key: `${user} ${application}`,
      severity: strange && unmanaged ? 'medium' : grave ? 'low' : 'hint',
      ...(unmanaged && wide ? {rareSeverity: 'low' as const} : {}),
      title: `${user}${address ? ` from ${address.text}` : ''}`,
      why: `RequestType is Cmsi:Cmsi, ${parts.filter(Boolean).join(', ')}`,
    }),
  )
}

function tellPortal(context: DetectionContext, event: AuditEvent): void {
  const {user, address} = event
  if (event.object.toLowerCase() === intune) return
  const strange = isUnfamiliarAddress(context, event)
  context.report(
    signalOf(event, {
      rule: portal.id,
      key: user,
      severity: strange ? 'medium' : 'hint',
      title: `${user} from ${address?.text ?? 'an unknown IP address'}`,
      why: `Company Portal asked for ${quoted(event.object)} instead of Intune${strange ? `, from ${address?.network}, not seen with ${user} before` : ''}`,
    }),
  )
}

export const deviceCodes: Rule[] = [{metas: [code, portal], wants: {operations: ['userloggedin']}, start}]
