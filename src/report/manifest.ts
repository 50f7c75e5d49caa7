/**
 * `manifest.json`: what was asked, by whom, with what, what was read of it, and the hashes of what was written. Its
 * JSON Schema is made from the one here.
 */
import {z} from 'zod'
import {flatGuards} from './flat/guard.ts'

export const manifestSchema = 'm365-audit-export/manifest/1'

const moment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
  .refine(text => !Number.isNaN(Date.parse(text)), 'it is no day of the calendar')
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().min(0)

const reason = z.strictObject({code: z.string(), message: z.string()})

const window = z
  .strictObject({
    start: moment,
    end: moment.describe('exclusive'),
    status: z.enum(['read', 'confirmed', 'gap']),
    records: count.describe('records of the exported files with a time in the window'),
    attempts: count,
    evidence: z.strictObject({
      rows: count.describe('rows of the accepted reading, as the service sent them'),
      cap: count.describe('rows that one answer holds at most'),
      requestIds: z.array(z.string()),
      warnings: z.array(z.string()),
    }),
    sha256: sha256.describe(
      'of one line per record, in order: CreationDate, TAB, Identity, TAB, SHA-256 of AuditData on one line, LF',
    ),
    compared: z
      .strictObject({first: count, second: count, both: count})
      .optional()
      .describe('records with an Id that the first and the second reading held, where it was read twice for that sake'),
    began: moment
      .optional()
      .describe(
        'when its reading began, where an earlier run read it or made the query; of a gap, where the run left the query under way that the evidence names',
      ),
    reason: reason.optional(),
  })
  .describe('half open; together the windows tile the period')

export const Manifest = z.strictObject({
  schema: z.literal(manifestSchema),
  status: z.enum(['complete', 'provisional', 'incomplete']),
  reasons: z.array(z.string()).describe('why the status is not complete, most important first'),
  notes: z.array(z.string()).describe('what a reader should know and what the run could not do'),
  synthetic: z.literal(true).optional().describe('a demo: all data are synthetic, and of no tenant'),
  period: z.strictObject({
    label: z.string(),
    text: z.string(),
    timezone: z.string(),
    start: moment,
    end: moment,
    settled: moment,
  }),
  tenant: z.string(),
  tenantName: z.string().optional().describe('its name in the file of tenants, where that named it'),
  client: z.string(),
  principal: z.string().optional().describe("the client's service principal: its object id, or that one's pseudonym"),
  cloud: z.string(),
  source: z.enum(['exchange', 'graph', 'both']),
  endpoint: z.enum(['v1.0', 'beta']).optional().describe('which version of Graph answered'),
  filters: z.strictObject({
    recordTypes: z.array(z.string()),
    excludeRecordTypes: z.array(z.string()),
    operations: z.array(z.string()),
    users: z.array(z.string()),
    ipAddresses: z.array(z.string()),
    objectIds: z.array(z.string()),
    workloads: z.array(z.string()).optional(),
    freeText: z.string().optional(),
    withheld: z
      .strictObject({
        terms: count.describe('how many filters are not shown'),
        salt: z.string(),
        scrypt: z
          .string()
          .describe(
            'hex, of the JSON text of [users, ipAddresses, objectIds, freeText or null]; N = 32768, r = 8, p = 1',
          ),
      })
      .optional()
      .describe('in an encrypted export, what stands for filters that name people; filters.json.age has them'),
  }),
  tool: z.strictObject({
    name: z.string(),
    version: z.string(),
    commit: z.string().describe("the action's commit where the workflow names it by its digest, else unknown"),
    repository: z.string().optional().describe('of the action'),
    ref: z.string().optional().describe('the tag, branch or commit of the action that the workflow names'),
    bundle: sha256.optional().describe('of the program: cd dist && LC_ALL=C sha256sum * | sha256sum'),
  }),
  run: z.strictObject({
    started: moment,
    finished: moment,
    repository: z.string().optional(),
    id: z.string().optional(),
    attempt: z.string().optional(),
    url: z.string().optional(),
    actor: z.string().optional().describe('the GitHub account that started the run, or who did in another CI system'),
    event: z.string().optional().describe('what started it: schedule, workflow_dispatch and so on'),
    workflow: z.string().optional().describe('the workflow file, with its repository and branch'),
    workflowCommit: z.string().optional().describe('the commit of that file'),
    node: z.string(),
    platform: z.string(),
  }),
  certificate: z.strictObject({thumbprint: z.string().describe('SHA-256, hex'), notAfter: moment}).optional(),
  signature: z
    .strictObject({
      file: z.literal('SHA256SUMS.p7s'),
      certificate: sha256.describe('SHA-256 of the signer’s certificate'),
    })
    .optional()
    .describe('SHA256SUMS is signed (CMS); the file lies in the folder'),
  timestamp: z
    .strictObject({file: z.literal('SHA256SUMS.tsr'), authority: z.string().describe('host')})
    .optional()
    .describe('SHA256SUMS has a timestamp (RFC 3161); the file lies in the folder'),
  federation: z
    .strictObject({subject: z.string(), issuer: z.string().optional().describe('another one than GitHub')})
    .optional()
    .describe("GitHub's OIDC token, or another federated one, signed in, in place of a certificate; its subject"),
  managedIdentity: z
    .strictObject({
      assigned: z.enum(['system', 'user']),
      by: z.string().describe('the endpoint that issued its tokens'),
    })
    .optional()
    .describe('a managed identity of Azure signed in, in place of a certificate'),
  visibility: z
    .strictObject({
      repository: z.enum(['public', 'private', 'unknown']),
      by: z
        .enum(['GitHub', 'event', 'input'])
        .optional()
        .describe('by whose word it is private; input: it was asserted'),
    })
    .optional()
    .describe('of the repository, as it was known when the run began'),
  earlier: z
    .strictObject({
      manifest: sha256.describe('of its manifest.json'),
      status: z.enum(['complete', 'provisional', 'incomplete']),
      finished: moment,
      added: count.optional().describe('records that it did not have; absent where the two could not be compared'),
      own: count.optional().describe('of the added, searches of the log by the client: what exports leave behind'),
      vanished: count.optional().describe('records that it alone has, gaps left aside'),
      changed: count.optional().describe('Identities whose content is another one'),
    })
    .optional()
    .describe('an export of the same tenant, period and filters that existed when this one was made'),
  resumed: z
    .strictObject({
      windows: count.describe('windows that were taken over from earlier runs, and not read again'),
      interrupted: count.describe(
        'those of them that come from the journals of runs which were killed, or stopped while encrypting',
      ),
      manifest: sha256.optional().describe("of the earlier export's manifest.json, where the others are from one"),
      shorter: z
        .array(
          z.strictObject({
            period: z.string().describe('its label'),
            windows: count.describe('that were taken over from it'),
            manifest: sha256.optional().describe('of its manifest.json; absent where they come from its journal'),
          }),
        )
        .optional()
        .describe('exports of days, weeks and ranges of the same tenant and filters, from which the others are'),
    })
    .optional(),
  shard: z
    .strictObject({
      part: count.describe('from 1'),
      of: count,
      period: z.strictObject({label: z.string(), text: z.string(), start: moment, end: moment}),
    })
    .optional()
    .describe('this export is one part of a period, which mode: merge joins with the others'),
  merged: z
    .strictObject({
      parts: z.array(
        z.strictObject({
          part: count,
          folder: z.string(),
          manifest: sha256.describe('of its manifest.json'),
          status: z.enum(['complete', 'provisional', 'incomplete']),
          run: z.string().optional(),
        }),
      ),
      leftOut: z.array(z.strictObject({folder: z.string(), reason: z.string()})).describe('folders that are no part'),
    })
    .optional()
    .describe('this export was joined from the parts in these sub-folders'),
  windows: z.array(window),
  records: count,
  own: count.optional().describe('of the records, searches of the log by the client: what exports leave behind'),
  estimate: z
    .strictObject({
      windows: count.describe('windows read twice for its sake'),
      differed: count.describe('those of them whose two readings differed'),
      first: count.describe('records with an Id that the first readings held'),
      second: count.describe('that the second ones held'),
      both: count.describe('that both held'),
      once: count.describe('records of the windows that were read once'),
      rate: z
        .strictObject({missed: count, most: z.number()})
        .exactOptional()
        .describe(
          'of the records of the second readings, those that the first ones missed, and the share at most (95 %)',
        ),
      missing: z
        .strictObject({likely: count, least: count, most: count})
        .optional()
        .describe('records that may be missing outside the gaps, with the 95 % range; absent where it is unknown'),
    })
    .optional()
    .describe('from readings made twice; what no reading shows is beyond it'),
  duplicates: count.describe('rows that one answer held more than once'),
  columns: z
    .strictObject({
      differing: count.describe('records whose RecordType, UserIds or Operations are not those of AuditData'),
    })
    .optional()
    .describe('the columns that the service sends around AuditData'),
  flat: z
    .strictObject({
      guard: z
        .enum(flatGuards)
        .describe('texts that have an apostrophe before them: formulas, or also numbers and dates'),
      cut: count.describe(
        'values that were longer than the 32,767 characters of a cell in Excel; AuditData has them whole',
      ),
    })
    .optional()
    .describe('the flat CSV'),
  conflicts: count.describe('Identities that came with more than one content; all contents are kept'),
  malformed: count
    .optional()
    .describe(
      'records whose AuditData is not a JSON object: kept as it came in the CSV, as text in an object elsewhere',
    ),
  foreign: count.optional().describe('rows of other organisations in the answers, which are left out'),
  onlyExchange: count
    .optional()
    .describe('records that only Exchange showed, though Graph was read there as well (source: both)'),
  onlyGraph: count.optional().describe('records that only Graph showed, though Exchange was read there as well'),
  differing: count.optional().describe('records whose contents differ between Exchange and Graph'),
  trust: z
    .strictObject({
      confirm: z.enum(['none', 'sample', 'all']),
      escalated: z.boolean().describe('a second reading differed, and everything was read twice from then on'),
      noise: z.array(z.string()).describe('signals of loss that meant nothing in this tenant'),
      silentCap: count.exactOptional().describe('rows at which answers stop without a word'),
      readings: z
        .strictObject({
          first: count.describe('to read a window, in parts where it was too full, and again after a failure'),
          doubt: count.describe('because an answer had no rows, or was slow'),
          signals: count.describe('to test a signal of loss'),
          calibration: count.describe('by a session, to compare a search with it'),
          confirmation: count.describe(
            'a second time, as confirm asks, or since other answers were shown to lack records',
          ),
        })
        .exactOptional()
        .describe('readings of windows, by what they were for'),
    })
    .exactOptional()
    .describe('what the run learned of the service'),
  unanalysed: z
    .strictObject({
      records: count,
      named: z.array(
        z.strictObject({
          identity: z.string(),
          by: z.string().describe('the flat columns, the figures, or detection'),
          reason: z.string(),
        }),
      ),
    })
    .optional()
    .describe('records that an analysis failed on; they are in the files'),
  requests: z.record(z.string(), count).describe('requests sent, by cmdlet or call'),
  encryption: z
    .strictObject({
      format: z.literal('age-encryption.org/v1'),
      recipients: count,
      stateKey: z
        .literal(true)
        .optional()
        .describe('of a part: files are encrypted to a key made of state-key as well, with which parts are merged'),
    })
    .optional()
    .describe(
      'every file is encrypted but this one, SHA256SUMS, baseline.json.gz and history.json, which hold no names',
    ),
  pseudonyms: z
    .strictObject({key: z.string().describe('tells whether two exports share the key; not the key')})
    .optional()
    .describe('people are replaced by pseudonyms: AuditData is not the text that the service sent'),
  files: z.array(
    z.strictObject({
      name: z.string(),
      bytes: count,
      sha256,
      plain: z.strictObject({bytes: count, sha256}).optional().describe('what an encrypted file holds'),
      records: count.optional(),
    }),
  ),
  findings: z.strictObject({high: count, medium: count, low: count, info: count}),
  incidents: z
    .array(z.strictObject({id: z.string(), severity: z.enum(['high', 'medium', 'low', 'info'])}))
    .optional()
    .describe('of findings.json, accepted ones left out, by id: what a review has to deal with'),
  reviews: z
    .array(
      z.strictObject({
        period: z.string(),
        status: z.enum(['reviewed', 'open', 'unknown']),
        at: moment.optional().describe('when it was reviewed: the last sign-off that was needed'),
        content: sha256.optional().describe('the content digest of that month’s export'),
        review: sha256.optional().describe('of its review.json'),
      }),
    )
    .optional()
    .describe('of the months before, newest first, as this run found them; absent where the team does without reviews'),
  detection: z
    .strictObject({
      minimumSeverity: z.enum(['info', 'low', 'medium', 'high']),
      key: z.string().optional().describe('tells whether a state-key is the one that was used; not the key'),
      baseline: sha256.optional().describe('of the JSON text of the baseline that the month was compared with'),
      baselineKey: z.literal('previous').optional().describe('the baseline is keyed with what state-key was before'),
      lists: sha256.optional().describe('of the file of accepted findings'),
      rules: sha256.optional().describe('of the files of own rules, with their names'),
      failed: z
        .array(
          z.strictObject({
            rules: z.array(z.string()).describe('ids; empty for a part of detection that all rules share'),
            reason: z.enum(['exception', 'time']),
            error: z.string().optional().describe('the kind of error, without its text'),
          }),
        )
        .optional()
        .describe('rules that were taken out because they failed; absent where none was'),
    })
    .optional()
    .describe('what the findings follow from, besides the records'),
  disclose: z.enum(['counts', 'masked', 'full']).optional().describe('how much of people summary.md shows'),
})

export type Manifest = z.infer<typeof Manifest>

/** The published schema, as text. */
export function manifestJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(Manifest), null, 2)}\n`
}

/** The manifest as it is written. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`
}
