/** Turns what was read into the evidence folder: verdict, summary, manifest, checksums. */
import {conclude, gapsOf, type Judged} from '../audit/ledger.ts'
import {millisecondsOf} from '../audit/record.ts'
import {findingsText} from '../detect/findings.ts'
import {checksums} from '../evidence/evidence-folder.ts'
import {withheldFilters} from '../evidence/recorded-filters.ts'
import type {WrittenFile} from '../files/record-files.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import type {EarlierExport} from '../report/difference.ts'
import {type Disclosure, disclosing} from '../report/disclose.ts'
import {type Manifest, manifestText} from '../report/manifest.ts'
import {withinSize} from '../report/markdown.ts'
import type {MonthFacts} from '../report/month.ts'
import {sinceWords} from '../report/sentences.ts'
import {decryptLine, summarySections} from '../report/summary.ts'
import {toolName, version} from '../version.ts'
import {serviceTime} from '../wire/skew.ts'
import type {PeriodContext} from './context.ts'
import {baselineBytes} from './detection-setup.ts'
import {manifestOf} from './manifest.ts'
import type {PeriodJob} from './period-job.ts'
import {filtersOf, lacksStateKey, openManifest} from './protection.ts'
import type {PeriodRead} from './reading.ts'
import {unmatchedNotes} from './unmatched-filters.ts'

export interface WrittenEvidence extends Judged {
  manifest: Manifest
  /** Files of the folder, the manifest last. */
  files: WrittenFile[]
  /** Beside them, files that the next run goes on from. */
  state: readonly string[]
  facts: MonthFacts
  sections: string[]
  /** How much of people may be shown outside the folder. */
  disclose: Disclosure
}

/** What GitHub shows of a summary is at most 1 MiB; above that it shows nothing. The folder's copy obeys the same. */
const summaryLimit = 900_000

export async function writeEvidence(
  settings: Pick<MonthSettings, 'settle' | 'filters' | 'encryptTo' | 'stateKey' | 'resume'>,
  context: PeriodContext,
  job: PeriodJob,
  read: PeriodRead,
): Promise<WrittenEvidence> {
  const {period, folder, protection, disclose} = job
  const earlier = earlierExport(job, read)
  if (read.difference && read.difference.vanished > 0) warnOfVanished(context, earlier)
  const judged = conclude(period, read.entries, settings.settle, read.began, job.otherReasons)
  const handOn = judged.status === 'incomplete' ? read.handOn : undefined
  const asked = filtersOf(settings.filters, protection)
  const found = read.figures.byRecordType().map(({name}) => name)
  const endsHere = judged.status === 'incomplete' && protection.encrypt !== undefined
  for (const note of [...unmatchedNotes(asked, found), ...(endsHere ? nothingHandedOn(settings) : [])]) {
    context.log.warning(note)
  }
  const recorded = protection.encrypt && !protection.pseudonyms ? await withheldFilters(asked) : asked
  const manifest = openManifest(
    manifestOf(settings, context, job, {read, judged, filters: recorded}),
    asked,
    protection,
  )
  const {watched} = read
  const facts: MonthFacts = {
    ...judged,
    notes: context.log.notes,
    period,
    tenant: manifest.tenant,
    records: manifest.records,
    estimate: read.estimate,
    duplicates: read.duplicates,
    conflicts: read.conflicts,
    malformed: read.malformed,
    foreign: read.foreign ?? 0,
    unanalysed: read.unanalysed.length,
    trust: read.trust,
    gaps: gapsOf(read.entries),
    windows: read.entries,
    requests: manifest.requests,
    figures: read.figures,
    detection: watched,
    earlier,
    run: {url: manifest.run.url, finished: serviceTime(context.world), tool: `${toolName} ${version}`},
    ...(protection.encrypt && read.files[0] ? {encrypted: read.files[0].name} : {}),
  }
  const sections = summarySections(facts, disclose)
  const {reportPage} = await import('../report/page.ts')
  const files = [
    ...read.files,
    ...(watched
      ? [
          await folder.write('findings.json', findingsText(period, watched)),
          await folder.write('baseline.json.gz', baselineBytes(watched.baseline)),
          await folder.write('report.html', reportPage(facts, disclosing('full'))),
        ]
      : []),
    await folder.write('summary.md', withinSize(sections, summaryLimit)),
  ]
  if ('withheld' in recorded) files.push(await folder.write('filters.json', `${JSON.stringify(asked, null, 2)}\n`))
  manifest.files = files
  const manifestFile = await folder.write('manifest.json', manifestText(manifest))
  const sums = await folder.write('SHA256SUMS', checksums([...files, manifestFile]))
  const all = [...files, sums, manifestFile]
  const state = await folder.publish(
    all.map(file => file.name),
    handOn,
  )
  for (const file of files) context.host.info(`${file.name}  ${file.bytes} bytes  sha256 ${file.sha256}`)
  if (facts.encrypted) context.host.info(`Decrypt with the private key: ${decryptLine(facts.encrypted)}`)
  return {...judged, manifest, files: all, state, facts, sections, disclose}
}

function nothingHandedOn(settings: Pick<MonthSettings, 'encryptTo' | 'stateKey' | 'resume'>): string[] {
  const isOff = settings.resume === 'off'
  if (!isOff && !lacksStateKey(settings)) return []
  const lacks = isOff ? 'With resume: off' : 'Without a state-key'
  return [`${lacks}, an encrypted export hands nothing on: the next run reads everything again.`]
}

function earlierExport({earlier}: PeriodJob, read: PeriodRead): EarlierExport | undefined {
  if (!earlier) return undefined
  const {manifest, sha256} = earlier
  return {
    manifest: sha256,
    status: manifest.status,
    finished: millisecondsOf(manifest.run.finished),
    ...(read.difference ? {difference: read.difference} : {}),
  }
}

/** Late records are what the comparison is for; records that went away say that the log can't be relied on. */
function warnOfVanished({log}: PeriodContext, earlier: EarlierExport | undefined): void {
  const [words] = earlier ? sinceWords(earlier) : []
  if (words !== undefined) log.warning(words)
}
