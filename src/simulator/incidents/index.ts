/** Incidents that can be planted, by name. */
import type {Script} from '../script.ts'
import {bec, deviceCodePhishing, mfaFatigueIncident, spray} from './accounts.ts'
import {adminTakeover, auditOff} from './administration.ts'
import {illicitConsent, insider, massDownload, ransomInFiles} from './data.ts'

export type IncidentName =
  | 'spray'
  | 'bec'
  | 'illicit-consent'
  | 'mass-download'
  | 'insider'
  | 'mfa-fatigue'
  | 'device-code-phishing'
  | 'admin-takeover'
  | 'audit-off'
  | 'ransom-in-files'

export const INCIDENTS: Record<IncidentName, (script: Script) => void> = {
  spray,
  bec,
  'illicit-consent': illicitConsent,
  'mass-download': massDownload,
  insider,
  'mfa-fatigue': mfaFatigueIncident,
  'device-code-phishing': deviceCodePhishing,
  'admin-takeover': adminTakeover,
  'audit-off': auditOff,
  'ransom-in-files': ransomInFiles,
}

const DEMO: readonly IncidentName[] = ['spray', 'bec', 'illicit-consent']

/** `bec,spray`, `demo` or `all`, or an array of the same. */
export function parseIncidents(given: string | readonly string[] | undefined): {
  names: IncidentName[]
  mistakes: string[]
} {
  const words = (typeof given === 'string' ? given.split(',') : (given ?? [])).map(word => word.trim()).filter(Boolean)
  const names = new Set<IncidentName>()
  const mistakes: string[] = []
  for (const word of words) {
    const meant = word === 'demo' ? DEMO : word === 'all' ? Object.keys(INCIDENTS) : [word]
    for (const name of meant) {
      if (Object.hasOwn(INCIDENTS, name)) names.add(name as IncidentName)
      else
        mistakes.push(
          `There is no incident "${name}". Known are: ${Object.keys(INCIDENTS).join(', ')}; demo and all stand for several.`,
        )
    }
  }
  return {names: [...names], mistakes}
}
