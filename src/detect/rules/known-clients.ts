/** Applications that past attackers used (APP-11), and names made to deceive (APP-12). */
import {BoundedMap, Distinct} from '../bounded.ts'
import {applicationName, applicationsOf} from '../directory.ts'
import type {AuditEvent} from '../event.ts'
import {brands, imitatedWord, ownNames} from '../imitation.ts'
import {isUnfamiliarAddress, quoted} from '../novelty.ts'
import {
  type DetectionContext,
  matching,
  type Rule,
  type RuleMatch,
  type RuleMeta,
  type RuleRun,
  type Signal,
  scaled,
  signalOf,
} from '../rule.ts'
import type {TenantFacts} from '../tenant.ts'

const abused: RuleMeta = {
  id: 'APP-11',
  title: 'Known-abused OAuth client',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1114.002', 'T1528'],
  question: 'Is a mailbox or a library copied with a client app known from attacks?',
  benign: 'A mail app or copying tool that the organisation allows.',
  next: [
    'Ask the user whether they use this client app.',
    'Check how much was read through it.',
    'Remove the consent, revoke the sessions and disable the app if it is not used.',
  ],
  source: 'https://huntresslabs.github.io/rogueapps/',
  needs: {operations: ['userloggedin', 'consent to application', 'mailitemsaccessed']},
}

const deceptive: RuleMeta = {
  id: 'APP-12',
  title: 'App name imitates Microsoft or the organisation',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1036.005', 'T1528'],
  question: 'Does an app pretend to be Microsoft’s or our own?',
  benign: 'A chance likeness.',
  next: [
    'Check the app: publisher, age, redirect URIs.',
    'Check who consented to it, and to what.',
    'Disable the app if it is not known.',
  ],
  source: 'https://attack.mitre.org/techniques/T1036/005/',
  needs: {operations: ['add application', 'add service principal', 'update application', 'consent to application']},
}

const clients = new Map([
  ['ff8d92dc-3d82-41d6-bcbd-b9174d163620', 'PerfectData'],
  ['e9a7fea1-1cc0-4cd9-a31b-9137ca5deedd', 'eM Client'],
  ['4761b959-9780-4c2d-87a3-512b4638f767', 'rclone'],
  ['b15665d9-eda6-4092-8539-0eec376afd59', 'rclone'],
  ['caffae8c-0882-4c81-9a27-d1803af53a40', 'SigParser'],
  ['179d5108-412b-4c95-8e34-06786784ab39', 'PostBox'],
  ['a43e5392-f48b-46a4-a0f1-098b5eeb4757', 'CloudSponge'],
  ['a245e8c0-b53c-4b67-9b45-751d1dff8e6b', 'Supermailer'],
  ['858d7e42-35f0-44b7-9033-df309239a47f', 'ZoomInfo'],
  ['497ac034-5120-4c1a-929a-0351f5c09918', 'ZoomInfo'],
  ['2ef68ccc-8a4d-42ff-ae88-2d7bb89ad139', 'Mail_Backup'],
  ['62db40a4-2c7e-4373-a609-eda138798962', 'Edison Mail'],
  ['77468577-4f6e-40e7-b745-11d3d0c28095', 'Fastmail'],
  ['946c777c-bc85-489e-b034-392389ae23d6', 'Spike'],
])
/** Those that copy whole mailboxes or drives and hardly anything else. */
const copiers = new Set(['PerfectData', 'Supermailer', 'Mail_Backup'])

function startClients(context: DetectionContext): RuleRun {
  const users = new Map<string, Distinct>()
  const told = new BoundedMap<string, true>('known clients', 10_000, context.evictions, {harmless: () => true})
  return {
    see(event) {
      if (event.result === 'failure') return
      const consent = event.act === 'consent to application'
      const id = consent ? applicationsOf(event).find(one => clients.has(one)) : event.application
      const name = id === undefined ? undefined : clients.get(id)
      if (id === undefined || name === undefined) return
      const {user, address} = event
      const all = users.get(name) ?? new Distinct(500)
      users.set(name, all)
      all.add(user)
      const unfamiliar = isUnfamiliarAddress(context, event)
      const key = `${user} ${name}`
      if (told.get(`${key} ${unfamiliar}`)) return
      told.at(`${key} ${unfamiliar}`, () => true)
      const earlier =
        context.history !== undefined && context.terms.firstSeen('application', '', id) < context.period.start
      const usual = copiers.has(name) && !earlier ? 'medium' : earlier ? 'hint' : 'low'
      const rareSeverity = usual === 'hint' ? undefined : usual
      context.report(
        signalOf(event, {
          rule: abused.id,
          key,
          severity: unfamiliar ? 'medium' : usual,
          title: `${user} ${consent ? 'consented to' : 'used'} ${name}`,
          why: `${name} is known from attacks on mailboxes${unfamiliar ? `; it came from ${address?.network}, not seen with ${user} before` : ''}${earlier ? '; it was used here in earlier months' : ''}`,
          objects: [name],
          facts: [name],
          applications: [id],
          // What many use is the organisation's.
          settle: () =>
            !unfamiliar && all.size >= scaled(4, 1, context.tenant.users) ? {severity: 'hint', rareSeverity} : {},
        }),
      )
    },
  }
}

const naming = ['add application', 'add service principal', 'update application', 'consent to application']

function nameMatch(event: AuditEvent, {tenant}: DetectionContext): RuleMatch | undefined {
  const name = nameOf(event)
  if (name === '') return undefined
  const applications = applicationsOf(event)
  const key = applications[0] ?? name
  const brand = imitatedWord(name, brands)
  return {
    once: `${key} ${name}`,
    key,
    severity: 'medium',
    title: quoted(name),
    why: `Its name looks like “${brand ?? ''}” but is spelt differently`,
    objects: [name],
    facts: [name],
    applications,
    settle: settledName(name, brand, tenant),
  }
}

/** The tenant's own names are known only at the end. */
function settledName(name: string, brand: string | undefined, tenant: TenantFacts): NonNullable<Signal['settle']> {
  return () => {
    if (brand) return {}
    const own = imitatedWord(name, ownNames(tenant))
    if (!own) return 'drop'
    return {severity: 'low', why: `Its name looks like “${own}”, the tenant’s own, but is spelt differently`}
  }
}

function nameOf(event: AuditEvent): string {
  if (event.act === 'update application') return event.change('DisplayName')?.now.slice(0, 200) ?? ''
  return applicationName(event).slice(0, 200)
}

export const knownClients: Rule[] = [
  {
    metas: [abused],
    wants: {operations: ['userloggedin', 'consent to application', 'mailitemsaccessed']},
    actors: 'accounts',
    start: startClients,
  },
  matching(deceptive, {operations: naming}, nameMatch),
]
