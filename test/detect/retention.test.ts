/** The law of `rule.ts`: state is bounded, so no rule keeps an event, its record, or what was parsed of it. */
import {setImmediate} from 'node:timers/promises'
import {setFlagsFromString} from 'node:v8'
import {runInNewContext} from 'node:vm'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import type {AuditRecord} from '../../src/audit/record.ts'
import {startDetection} from '../../src/detect/detection.ts'
import {AuditEvent} from '../../src/detect/event.ts'
import type {Rule} from '../../src/detect/rule.ts'
import {allRules} from '../../src/detect/rules/index.ts'
import {operations, someRecord, types} from './any-record.ts'
import {aRecord, aSignIn, at, browser, minute, pairs, period} from './build.ts'
import {office} from './office.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const application = '7c9d8a52-0000-4000-8000-00000000a001'

/** What rules want by pattern alone. */
const byPattern = [
  'update conditional access policy',
  'set-transportrule',
  'set-unifiedauditlogretentionpolicy',
  'disable-protectionalert',
]

/** Every operation and type that a rule wants, several times over, with all that rules read filled in. */
function* wantedRecords(): Generator<AuditRecord> {
  const changes = {
    'Role.DisplayName': 'Global Administrator',
    UserType: 'Member',
    'ConsentContext.IsAdminConsent': 'True',
    'ConsentAction.Permissions': 'Scope: Mail.Read Files.Read.All',
    StrongAuthenticationMethod: '[{"MethodType":6}]',
    Name: 'payroll',
  }
  let time = at(12)
  for (let round = 0; round < 3; round++) {
    const kinds = [
      ...[...operations, ...byPattern].map(Operation => ({Operation, RecordType: 8})),
      ...types.map(RecordType => ({Operation: 'x', RecordType})),
    ]
    for (const kind of kinds) {
      time += minute / 2
      yield aRecord({
        ...(kind as {Operation: string; RecordType: number}),
        time,
        UserId: `person${round}@contoso.example`,
        ClientIP: `203.0.113.${round + 1}`,
        ApplicationId: application,
        ClientAppId: application,
        AppId: application,
        AppAccessContext: {AADSessionId: `7c9d8a52-0000-4000-8000-00000000b00${round}`, ClientAppId: application},
        ObjectId: 'new@contoso.example',
        MailboxOwnerUPN: `owner${round}@contoso.example`,
        Target: [
          {ID: `ServicePrincipal_${application}`, Type: 2},
          {ID: application, Type: 2},
          {ID: 'new@contoso.example', Type: 5},
        ],
        ModifiedProperties: Object.entries(changes).map(([Name, NewValue]) => ({Name, OldValue: '', NewValue})),
        Parameters: pairs({
          Name: '.',
          ForwardTo: 'eve@evil.example',
          DeleteMessage: 'True',
          AccessRights: 'FullAccess',
        }),
        ExtendedProperties: pairs({UserAgent: `${browser} ${round}`, RequestType: 'OAuth2:Authorize'}),
        DeviceProperties: pairs({OS: 'Linux', SessionId: `7c9d8a52-0000-4000-8000-00000000c00${round}`}),
        SourceFileName: `invoice${round}.exe`,
        SiteUrl: 'https://contoso.sharepoint.example/sites/a/',
        TargetUserOrGroupName: 'guest@evil.example',
        TargetUserOrGroupType: 'Guest',
        ErrorNumber: round === 0 ? '50126' : '0',
      })
    }
  }
}

function* corpus(): Generator<AuditRecord> {
  yield* wantedRecords()
  yield* office(1, 20, period).slice(0, 2_000)
  for (const error of ['50126', '50053', '500121', '50074', undefined])
    for (let i = 0; i < 40; i++)
      yield aSignIn({
        user: `user${i}@contoso.example`,
        ip: `203.0.113.${i % 3}`,
        time: at(20) + i * minute,
        ...(error ? {error} : {}),
      })
  yield* fc.sample(someRecord, {numRuns: 1_500, seed: 15})
}

/** @returns what goes on when all was seen: the detection, which holds all state, and what each rule was given. */
function detected(rules: readonly Rule[], all: Iterable<AuditRecord>) {
  const given: {rule: string; part: string; ref: WeakRef<object>}[] = []
  const seen = new Map(rules.map(rule => [rule, 0]))
  const noting = rules.map(
    (rule): Rule => ({
      ...rule,
      start(context) {
        const run = rule.start(context)
        return {
          see(event) {
            // Of its own, so that it shows which rule keeps it.
            const own = new AuditEvent({...event.record}, event.time)
            own.news = event.news
            run.see(own)
            seen.set(rule, (seen.get(rule) ?? 0) + 1)
            const id = `${rule.metas[0]?.id} ${event.act}`
            for (const [part, object] of Object.entries({event: own, record: own.record, data: own.data}))
              given.push({rule: id, part, ref: new WeakRef(object)})
          },
          ...(run.finish ? {finish: () => run.finish?.()} : {}),
        }
      },
    }),
  )
  const detection = startDetection({
    period,
    minimumSeverity: 'info',
    hash: (kind, text) => `${kind} ${text}`,
    domains: ['contoso.example'],
    tenantSizeHint: 20,
    rules: noting,
  })
  const records = [...all].sort((a, b) => Date.parse(a.CreationDate) - Date.parse(b.CreationDate))
  for (const record of records) detection.see(record, Date.parse(record.CreationDate))
  return {detection, given, seen}
}

/** What is still held once nothing but the detection's state could hold it. */
async function keptBy(rules: readonly Rule[], all: Iterable<AuditRecord>) {
  const {detection, given, seen} = detected(rules, all)
  // What a WeakRef was made of lives until its task ends.
  await setImmediate()
  collectGarbage()
  const kept = given.filter(({ref}) => ref.deref() !== undefined).map(({rule, part}) => `${rule}: ${part}`)
  const {findings} = detection.finish({gaps: []})
  return {kept: [...new Set(kept)], seen, findings}
}

test('no rule keeps a record', async () => {
  const {kept, seen, findings} = await keptBy(allRules, corpus())
  const unseen = [...seen].filter(([rule, events]) => events === 0 && Object.keys(rule.wants).length > 0)
  expect(unseen.flatMap(([rule]) => rule.metas.map(({id}) => id))).toEqual([])
  expect(new Set(findings.map(({rule}) => rule)).size).toBeGreaterThan(20)
  expect(kept).toEqual([])
})

test('a rule that does is found, also where only a function holds the record', async () => {
  const [rule] = allRules
  if (!rule) throw new Error('there are no rules')
  const asks: (() => string)[] = []
  const keeping: Rule = {
    ...rule,
    wants: {operations: ['add user']},
    start: () => ({see: event => void asks.push(() => event.user)}),
  }
  const {kept} = await keptBy([keeping], wantedRecords())
  expect(asks.length).toBeGreaterThan(2)
  expect(kept).toEqual(['event', 'record', 'data'].map(part => `${rule.metas[0]?.id} add user: ${part}`))
})
