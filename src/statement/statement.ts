/** The auditor's page about a month: what was asked and proven, by whom, who reviewed it, where it is kept. Data, before any markup. */

import {rangeText} from '../audit/ledger.ts'
import {pluralise, thousands} from '../audit/numbers.ts'
import type {Disclosure} from '../report/disclose.ts'
import type {HistoryMonth} from '../report/history.ts'
import {monthReviewText} from '../report/history-words.ts'
import type {Manifest} from '../report/manifest.ts'
import type {ReviewFile} from '../review/review-file.ts'
import {controls} from './controls.ts'

/** Where the folder is kept besides the artifact. */
export interface StatementArchive {
  place: string
  /** What keeps it from being deleted there, in a sentence. */
  lock: string
}

export interface StatementFacts {
  manifest: Manifest
  /** SHA-256 of manifest.json. */
  sha256: string
  review?: ReviewFile | undefined
  archive?: StatementArchive | undefined
  /** The months before and this one, oldest first, as this one's history has them. */
  months?: readonly HistoryMonth[] | undefined
  disclose: Disclosure
}

export interface StatementSection {
  title: string
  /** Plain text, a paragraph each. */
  paragraphs: readonly string[]
  table?: {head: readonly string[]; rows: readonly (readonly string[])[]}
}

export interface Statement {
  title: string
  /** One sentence that an auditor can quote. */
  conclusion: string
  sections: readonly StatementSection[]
}

export function statementOf(facts: StatementFacts): Statement {
  const {manifest} = facts
  const {text} = manifest.period
  return {
    title: `Statement on the Microsoft 365 audit log of ${text}`,
    conclusion: conclusionOf(facts),
    sections: [
      asked(facts),
      completeness(manifest),
      accuracy(facts),
      production(facts),
      reviewed(facts),
      ...earlierMonths(facts),
      kept(facts),
      {
        title: 'Controls',
        paragraphs: [
          'What this month is evidence for, and what it does not cover. Clauses are summarised; the standards themselves decide.',
        ],
        table: {
          head: ['Framework', 'Clause', 'Asks for', 'Evidence', 'Files', 'Not covered'],
          rows: controls.map(({framework, clause, asks, evidence, files, not}) => [
            framework,
            clause,
            asks,
            evidence,
            files,
            not,
          ]),
        },
      },
    ],
  }
}

function conclusionOf({manifest, review}: StatementFacts): string {
  const {status, records, period} = manifest
  const verdict = {
    complete: `All ${pluralise(manifest.windows.length, 'time window')} of the period were read and passed their checks, and late records had arrived.`,
    provisional: 'All time windows of the period were read and passed their checks; late records may still arrive.',
    incomplete: 'Some time windows of the period could not be verified; they are listed below.',
  }[status]
  const by =
    review?.status === 'reviewed'
      ? `It was reviewed by ${review.reviewedBy.map(({login}) => login).join(' and ')}.`
      : 'It has not been reviewed yet.'
  return `${pluralise(records, 'record')} of ${period.text} (${period.start} to ${period.end}, end exclusive). ${verdict} ${by}`
}

function asked({manifest, disclose}: StatementFacts): StatementSection {
  const {period, tenant, client, source, filters, cloud} = manifest
  const shown = (values: readonly string[]) =>
    values.length === 0 ? 'none' : disclose === 'full' ? values.join(', ') : pluralise(values.length, 'value')
  const listed = (values: readonly string[] | undefined) => (values && values.length > 0 ? values.join(', ') : 'none')
  const {recordTypes, excludeRecordTypes, operations, workloads, users, ipAddresses, objectIds, freeText, withheld} =
    filters
  const isWhole = [recordTypes, excludeRecordTypes, operations, workloads ?? [], users, ipAddresses, objectIds].every(
    one => one.length === 0,
  )
  const isFiltered = !isWhole || freeText !== undefined || withheld !== undefined
  const set = [
    ['Record types', listed(recordTypes)],
    ['Record types left out', listed(excludeRecordTypes)],
    ['Operations', listed(operations)],
    ['Workloads', listed(workloads)],
    ['Users', shown(users)],
    ['IP addresses', shown(ipAddresses)],
    ['Objects', shown(objectIds)],
    ['Free text', freeText === undefined ? 'none' : disclose === 'full' ? freeText : 'set'],
  ]
  return {
    title: 'What was asked, and of which population',
    paragraphs: [
      'The population is every record that Microsoft 365’s unified audit log shows for this tenant and period. What the service did not log, or never shows, is outside of it.',
      isFiltered
        ? 'The export was limited by filters: it is not the whole population.'
        : 'The export was not limited: no filter was set.',
    ],
    table: {
      head: ['Parameter', 'Value'],
      rows: [
        ['Tenant', tenant],
        ['Period', `${period.start} to ${period.end}, end exclusive; days in ${period.timezone}`],
        ['Read through', source === 'both' ? 'Exchange (Search-UnifiedAuditLog) and Graph (audit log query)' : source],
        ['Cloud', cloud],
        ['Application', client],
        ...(isFiltered ? set.filter(([, value]) => value !== 'none') : [['Filters', 'none']]),
        ...(withheld
          ? [['Filters that name people', `${pluralise(withheld.terms, 'value')}, in filters.json.age`]]
          : []),
      ],
    },
  }
}

function completeness(manifest: Manifest): StatementSection {
  const {windows, estimate, trust, requests, status, reasons} = manifest
  const count = (kind: string) => windows.filter(one => one.status === kind).length
  const gaps = windows.filter(one => one.status === 'gap')
  const sent = Object.values(requests).reduce((sum, one) => sum + one, 0)
  return {
    title: 'Completeness',
    paragraphs: [
      `The period was cut into ${pluralise(windows.length, 'time window')} that tile it without gap or overlap. Each was read on its own; an answer that was cut short, contradicted itself or did not agree with its neighbours was read again in smaller windows. ${pluralise(sent, 'request')} ${sent === 1 ? 'was' : 'were'} sent.`,
      missRate(estimate, trust?.confirm),
      ...(status === 'complete' ? [] : reasons.map(reason => `Not complete: ${reason}`)),
      'A record that no reading shows can’t be found by reading again. The verdict is a claim about what was checked.',
    ],
    table: {
      head: ['Windows', 'Count'],
      rows: [
        ['Read once, all checks passed', thousands(count('read'))],
        ['Read twice, readings agreed', thousands(count('confirmed'))],
        ['Not verified', thousands(gaps.length)],
        ...gaps
          .slice(0, mostGaps)
          .map(gap => [
            `Gap ${rangeText({start: Date.parse(gap.start), end: Date.parse(gap.end)})}`,
            gap.reason?.code ?? '',
          ]),
        ...(gaps.length > mostGaps ? [[`and ${gaps.length - mostGaps} more in manifest.json`, '']] : []),
      ],
    },
  }
}

const mostGaps = 20

function missRate(estimate: Manifest['estimate'], confirm: string | undefined): string {
  if (estimate === undefined || estimate.windows === 0 || estimate.rate === undefined)
    return `No share of missed records was measured${confirm === 'none' ? ' (confirm: none)' : ''}: how many records one reading misses is unknown.`
  const {windows, second, rate} = estimate
  const most = (100 * rate.most).toPrecision(2)
  return `To measure what one reading misses, ${pluralise(windows, 'window')} ${windows === 1 ? 'was' : 'were'} read a second time, cut differently. Of ${pluralise(second, 'record')} in the second readings, the first ones had missed ${thousands(rate.missed)}. With 95 % confidence one reading misses at most ${most} % of the records.`
}

function accuracy({manifest}: StatementFacts): StatementSection {
  const {duplicates, conflicts, malformed = 0, pseudonyms, unanalysed} = manifest
  return {
    title: 'Accuracy',
    paragraphs: [
      'Information produced by the entity: the records are the service’s own text. They are neither summarised nor changed; the files below are made from them by the program that is named here, and can be made again from them (mode: verify).',
      ...(pseudonyms ? ['People are replaced by pseudonyms: the records are not the text that the service sent.'] : []),
    ],
    table: {
      head: ['Check', 'Count'],
      rows: [
        ['Rows that one answer held twice, counted once', thousands(duplicates)],
        ['Ids with more than one content, all kept', thousands(conflicts)],
        ['Records that are not JSON, kept as they came', thousands(malformed)],
        ['Records that an analysis failed on, in the files', thousands(unanalysed?.records ?? 0)],
      ],
    },
  }
}

function signedInWithout({federation, managedIdentity}: StatementFacts['manifest']): string {
  if (managedIdentity) return `managed identity (${managedIdentity.assigned}-assigned), by ${managedIdentity.by}`
  const {subject = 'unknown', issuer} = federation ?? {}
  return issuer === undefined ? `GitHub OIDC, subject ${subject}` : `federated token of ${issuer}, subject ${subject}`
}

function production({manifest, sha256, review}: StatementFacts): StatementSection {
  const {tool, run, certificate, signature, timestamp, files} = manifest
  const records = files.filter(({name}) => name.startsWith('audit-'))
  return {
    title: 'Who made it, with what',
    paragraphs: [],
    table: {
      head: ['', ''],
      rows: [
        ['Program', `${tool.name} ${tool.version}, commit ${tool.commit}`],
        ...(tool.bundle ? [['SHA-256 of the program', tool.bundle]] : []),
        ['Run', run.url ?? 'not on GitHub'],
        ['Started by', `${run.actor ?? 'unknown'} (${run.event ?? 'unknown event'})`],
        ...(run.workflow
          ? [['Workflow file', `${run.workflow}${run.workflowCommit ? `, commit ${run.workflowCommit}` : ''}`]]
          : []),
        ['From, to', `${run.started}, ${run.finished}`],
        [
          'Signed in by',
          certificate
            ? `certificate with SHA-256 ${certificate.thumbprint}, valid until ${certificate.notAfter}`
            : signedInWithout(manifest),
        ],
        ['SHA-256 of manifest.json', sha256],
        ...(review ? [['Content digest', review.content]] : []),
        ...records.map(({name, sha256: hash}) => [`SHA-256 of ${name}`, hash]),
        ['Signature', signature ? `SHA256SUMS.p7s, by the certificate with SHA-256 ${signature.certificate}` : 'none'],
        ['Timestamp', timestamp ? `SHA256SUMS.tsr, by ${timestamp.authority}` : 'none'],
      ],
    },
  }
}

function reviewed({manifest, review, disclose}: StatementFacts): StatementSection {
  const words = (text: string) => (disclose === 'full' ? text : 'in review.json')
  const incidents: readonly ReviewFile['incidents'][number][] = review?.incidents ?? manifest.incidents ?? []
  const rows = incidents.map(one => {
    const {id, severity} = one
    if (one.disposition === undefined) return [id, severity, 'none', '', '']
    return [id, severity, one.disposition, `${one.by ?? ''} on ${(one.at ?? '').slice(0, 10)}`, words(one.text ?? '')]
  })
  const people = review?.reviewedBy.map(({login, at, text}) => `${login} reviewed it on ${at}: ${words(text)}.`) ?? []
  return {
    title: 'Review',
    paragraphs: [
      review?.status === 'reviewed' ? 'The month is reviewed.' : 'The month is not reviewed.',
      ...people,
      ...(review
        ? [
            `${pluralise(review.reviewers, 'person', 'people')} had to review it${review.independent ? ', at least one of them another person than the one who ran the export' : ''}. The export was run by ${review.ranBy ?? 'a person who is not known'}.`,
          ]
        : []),
      incidents.length === 0 ? 'There are no incidents.' : `${pluralise(incidents.length, 'incident')}:`,
    ],
    ...(rows.length > 0 ? {table: {head: ['Incident', 'Severity', 'Disposition', 'By', 'Why'], rows}} : {}),
  }
}

function earlierMonths({months = []}: StatementFacts): StatementSection[] {
  const earlier = months.slice(0, -1).reverse()
  if (earlier.length === 0) return []
  return [
    {
      title: 'The months before',
      paragraphs: [
        'As they were known when this month was exported. Of a month that is not listed, no export was known then.',
      ],
      table: {
        head: ['Month', 'Verdict', 'Records', 'Review'],
        rows: earlier.map(month => [
          month.period,
          month.status,
          thousands(month.records),
          monthReviewText(month) || 'none asked for',
        ]),
      },
    },
  ]
}

function kept({archive, manifest}: StatementFacts): StatementSection {
  return {
    title: 'Where it is kept',
    paragraphs: archive
      ? [`The evidence folder is in ${archive.place}.`, archive.lock]
      : [
          `The evidence folder is an artifact of the run${manifest.run.url ? ` ${manifest.run.url}` : ''}. Artifacts expire, and no archive is known.`,
        ],
  }
}
