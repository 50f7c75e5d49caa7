/** Searches for secrets, in mail (MBX-21) and in files (FIL-09). */
import {Bursts} from '../bursts.ts'
import type {AuditEvent} from '../event.ts'
import {isUnfamiliarAddress, quoted} from '../novelty.ts'
import {type DetectionContext, hour, leastOf, listed, type Rule, type RuleMeta, type RuleRun, times} from '../rule.ts'

const inMail: RuleMeta = {
  id: 'MBX-21',
  thresholds: [
    {what: 'different terms for secrets', least: 3, factor: 0.5, within: hour},
    {what: 'searches', least: 20, within: hour},
  ],
  title: 'Mail searched for passwords or payments',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1114.002', 'T1552'],
  question: 'Does an account search mail for passwords or payments?',
  benign: 'A user who forgot a password; bookkeeping.',
  next: [
    'Read the search terms, and what was opened after them.',
    'Ask the user.',
    'Compare network and client app with the usual ones.',
  ],
  source: 'https://www.cisa.gov/resources-tools/resources/microsoft-expanded-cloud-log-implementation-playbook',
  needs: {operations: ['searchqueryinitiatedexchange'], given: 'needs search auditing, switched on for each mailbox'},
}

const inFiles: RuleMeta = {
  ...inMail,
  id: 'FIL-09',
  thresholds: [
    {what: 'different terms for secrets', least: 3, factor: 0.5, within: hour},
    {what: 'searches', least: 20, within: hour},
  ],
  title: 'Files searched for passwords or keys',
  techniques: ['T1213.002', 'T1552'],
  question: 'Does an account search files for passwords, keys or plans?',
  benign: 'Work of HR, legal or IT; a user who forgot a password.',
  needs: {operations: ['searchqueryperformed', 'searchqueryinitiatedsharepoint']},
}

const secrets =
  /(^|[^\p{L}])(passwords?|passwort|passwörter|kennwort|mot de passe|contraseñas?|wachtwoord|credentials?|private key|api[ _-]?keys?|secrets?|vpn|mfa|recovery code|seed phrase|kdbx|\.pem|\.pfx|iban|wire transfer|bank details|payroll|salary|gehalt|passport|ssn|credit card|network diagram|penetration test)([^\p{L}]|$)/iu

function queryOf(event: AuditEvent): string {
  return (event.text('QueryText') || event.text('SearchQueryText') || event.in('EventData', 'QueryText')).slice(0, 500)
}

function startFor(meta: RuleMeta): (context: DetectionContext) => RuleRun {
  return context => {
    const bursts = new Bursts({name: `searchers (${meta.id})`, span: hour, least: 2, by: 'terms'}, context.evictions)
    const all = new Bursts({name: `searches (${meta.id})`, span: hour, least: 20}, context.evictions)
    return {
      see(event) {
        if (event.result === 'failure') return
        const query = queryOf(event)
        const unfamiliar = isUnfamiliarAddress(context, event)
        all.add(event, {owner: event.user})
        const found = secrets.exec(query)?.[2]?.toLowerCase()
        if (!found) return
        bursts.add(event, {owner: event.user, term: found, unfamiliar, place: event.address?.text, tally: query})
      },
      finish() {
        const most = leastOf(meta, context.tenant.users)
        const busy = all.finish()
        for (const [user, ones] of bursts.finish())
          for (const burst of ones) {
            const searches = busy.get(user)?.find(one => Math.abs(one.first - burst.first) < hour)?.count ?? 0
            const unfamiliar = burst.unfamiliar > 0
            const many = burst.terms.size >= most || searches >= 20
            context.report({
              rule: meta.id,
              key: user,
              severity: unfamiliar ? 'medium' : many ? 'low' : 'hint',
              title: `${user} searched for ${listed(burst.terms.list().map(quoted))}`,
              why: `${times(burst.count)} within an hour${searches >= 20 ? `, of ${searches} searches` : ''}${unfamiliar ? '; from an unfamiliar network' : ''}`,
              actors: [user],
              objects: [...burst.tally.keys()].slice(0, 10).map(quoted),
              addresses: burst.places.list(),
              evidence: burst.evidence,
            })
          }
      },
    }
  }
}

export const searches: Rule[] = [
  {metas: [inMail], wants: {operations: ['searchqueryinitiatedexchange']}, actors: 'people', start: startFor(inMail)},
  {
    metas: [inFiles],
    wants: {operations: ['searchqueryperformed', 'searchqueryinitiatedsharepoint']},
    actors: 'people',
    start: startFor(inFiles),
  },
]
