/** Teams, sharing and guests opened to the outside (AUD-08). */

import type {Severity} from '../../audit/severity.ts'
import type {AuditEvent} from '../event.ts'
import {quoted} from '../novelty.ts'
import {matching, type Rule, type RuleMeta} from '../rule.ts'

const opened: RuleMeta = {
  id: 'AUD-08',
  title: 'External collaboration setting opened',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1562', 'T1484'],
  question: 'Can external users now write to, join or read more than before?',
  benign: 'A decision to work with partners.',
  next: [
    'Ask the administrator for the decision.',
    'Check what was shared, and which external users wrote, since then.',
    'Set the collaboration setting back if it was not decided.',
  ],
  source: 'https://learn.microsoft.com/sharepoint/turn-external-sharing-on-or-off',
  needs: {operations: ['sharingpolicychanged', 'teamstenantsettingchanged', 'set-cstenantfederationconfiguration']},
}

const sharing = ['ShareWithGuests', 'ShareUsingAnonymousLinks', 'IsPublic']
const teams = [
  'AllowFederatedUsers',
  'AllowTeamsConsumer',
  'AllowTeamsConsumerInbound',
  'AllowPublicUsers',
  'AllowGuestUser',
]

const settings = matching(
  opened,
  {
    operations: [
      ...['sharingpolicychanged', 'teamstenantsettingchanged', 'set-cstenantfederationconfiguration'],
      ...['set-csteamsclientconfiguration', 'set-csexternalaccesspolicy', 'set-spotenant'],
    ],
  },
  event => {
    const found = openingOf(event)
    if (!found) return undefined
    const where = event.object === '' ? '' : ` at ${quoted(event.object)}`
    return {
      key: `${event.user} ${found.setting}`,
      severity: found.severity,
      title: `${event.user} switched ${found.setting} on${where}`,
      why: found.why,
      objects: [event.object].filter(Boolean),
    }
  },
)

interface Opening {
  setting: string
  why: string
  severity: Severity | 'hint'
}

function openingOf(event: AuditEvent): Opening | undefined {
  if (event.act === 'sharingpolicychanged') {
    // A site is born with its settings: then there is no old value.
    const name = sharing.find(one => isOn(event.change(one)?.now) && isOff(event.change(one)?.old))
    if (!name) return undefined
    const ofSite = /\/(sites|teams|personal)\//i.test(event.object)
    const anonymous = name === 'ShareUsingAnonymousLinks'
    return {
      setting: name,
      why: `${name} was ${event.change(name)?.old} and is ${event.change(name)?.now}`,
      severity: ofSite ? (anonymous ? 'low' : 'hint') : anonymous ? 'medium' : 'low',
    }
  }
  const cmdlet = teams.find(name => event.parameters.isTrue(name))
  if (cmdlet) return {setting: cmdlet, why: `${cmdlet} is True`, severity: 'low'}
  const changed = teams.find(name => isOn(event.change(name)?.now) && !isOn(event.change(name)?.old))
  if (changed) return {setting: changed, why: `${changed} is ${event.change(changed)?.now}`, severity: 'low'}
  // Teams' own records name one setting each.
  const name = event.text('Name') || event.text('SettingName')
  const now = event.text('NewValue')
  if (!/guest|federat|extern|consumer|anonymous|public/i.test(name) || !isOn(now) || isOn(event.text('OldValue')))
    return undefined
  return {setting: name, why: `${quoted(name)} is ${quoted(now)}`, severity: 'low'}
}

function isOn(text: string | undefined): boolean {
  return /^(true|enabled|on|1)$/i.test(text?.trim() ?? '')
}

function isOff(text: string | undefined): boolean {
  return /^(false|disabled|off|0)$/i.test(text?.trim() ?? '')
}

export const collaborationSettings: Rule[] = [settings]
