/** Turns what was read into the evidence folder: verdict, summary, manifest, checksums. */

import {conclude, type Judged} from '../audit/ledger.ts'
import {pluralise} from '../audit/numbers.ts'
import {millisecondsOf} from '../audit/record.ts'
import {findingsText} from '../detect/findings.ts'
import {evidenceFiles, historyFile} from '../evidence/evidence-folder.ts'
import {handedOnMac} from '../evidence/handed-on-mac.ts'
import {instructions} from '../evidence/instruction-files.ts'
import {withheldFilters} from '../evidence/recorded-filters.ts'
import type {WrittenFile} from '../files/record-files.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import type {EarlierExport} from '../report/difference.ts'
import {type Disclosure, disclosing} from '../report/disclose.ts'
import type {Figures} from '../report/figures.ts'
import {hasHistory, historyText, type MonthHistory, nextHistory} from '../report/history.ts'
import type {Manifest} from '../report/manifest.ts'
import {type MonthFacts, monthFacts} from '../report/month.ts'
import {sinceWords} from '../report/sentences.ts'
import {spreadsheetNotes} from '../report/spreadsheet-limits.ts'
import {decryptLine, summarySections, summaryText} from '../report/summary.ts'
import type {Failure} from '../wire/failure.ts'
import type {PeriodContext} from './context.ts'
import {baselineBytes} from './detection-setup.ts'
import {manifestOf} from './manifest.ts'
import type {PeriodJob} from './period-job.ts'
import {filtersOf, lacksStateKey, openManifest} from './protection.ts'
import type {PeriodRead} from './reading.ts'
import {closingFiles} from './sign-evidence.ts'
import {type RecordNames, unmatchedNotes} from './unmatched-filters.ts'

export interface WrittenEvidence extends Judged {
  manifest: Manifest
  /** Files of the folder, the manifest last. */
  files: WrittenFile[]
  /** Why it is not signed, or has no timestamp, where it should. */
  unsigned: readonly Failure[]
  /** Beside them, files that the next run goes on from. */
  state: readonly string[]
  facts: MonthFacts
  sections: string[]
  /** How much of people may be shown outside the folder. */
  disclose: Disclosure
  /** What filters matched nothing, in sentences. */
  unmatched: readonly string[]
}

export async function writeEvidence(
  settings: Pick<MonthSettings, 'settle' | 'filters' | 'encryptTo' | 'stateKey' | 'resume' | 'timestampUrl'>,
  context: PeriodContext,
  job: PeriodJob,
  read: PeriodRead,
): Promise<WrittenEvidence> {
  const {period, folder, protection} = job
  const {disclose} = job.exposure
  const earlier = earlierExport(job, read)
  if (read.difference && read.difference.vanished > 0) warnOfVanished(context, earlier)
  const judged = conclude(period, read.entries, settings.settle, read.began, job.otherReasons)
  // Where records can't be read from the files, a month is made from the journals of its days.
  const handOn = judged.status === 'incomplete' || job.isShorter ? read.handOn : undefined
  const asked = filtersOf(settings.filters, protection)
  // Of a part, or where nothing can be told from silence, a missing name says nothing.
  const isJudged = job.joint.shard === undefined && (read.figures.records > 0 || judged.status !== 'incomplete')
  const unmatched = isJudged ? unmatchedNotes(asked, namesIn(read.figures), job.namesBefore) : []
  // They are warnings at the end of the log, where they are seen.
  for (const note of unmatched) context.log.note(note)
  const written = {files: read.files.map(({name}) => name), records: read.figures.records, cut: read.flat?.cut ?? 0}
  for (const note of spreadsheetNotes(written)) context.log.info(note)
  const endsHere = judged.status === 'incomplete' && protection.encrypt !== undefined
  for (const note of endsHere ? nothingHandedOn(settings) : []) context.log.warning(note)
  const recorded =
    protection.encrypt && !protection.pseudonyms && !job.joint.pseudonyms ? await withheldFilters(asked) : asked
  const manifest = openManifest(manifestOf(settings, context, job, {read, judged, filters: recorded}), asked)
  const {watched} = read
  const history = historyOf(job, manifest, read)
  const facts: MonthFacts = {
    ...monthFacts(manifest, {
      ...{period, earlier},
      windows: read.entries,
      estimate: read.estimate,
      figures: read.figures,
      detection: watched,
      history,
      encrypted: protection.encrypt ? read.files[0]?.name : undefined,
      recordFiles: read.files.map(({name}) => name),
    }),
    reasons: judged.reasons,
    notes: context.log.notes,
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
    ...(history ? [await folder.write(historyFile, historyText(history))] : []),
    await folder.write('summary.md', summaryText(sections)),
  ]
  if ('withheld' in recorded) files.push(await folder.write('filters.json', `${JSON.stringify(asked, null, 2)}\n`))
  for (const [name, content] of instructions()) files.push(await folder.write(name, content))
  manifest.files = files
  const {stateKey} = settings
  const closing = await closingFiles(settings, context, {manifest, files, signer: job.signer})
  const closed: WrittenFile[] = []
  for (const [name, content] of closing.contents) closed.push(await folder.write(name, content))
  const isManifest = ({name}: WrittenFile) => name === evidenceFiles.manifest
  const all = [...files, ...closed.filter(file => !isManifest(file)), ...closed.filter(isManifest)]
  const state = await folder.publish(
    all.map(file => file.name),
    handOn,
    stateKey === undefined ? undefined : list => handedOnMac(stateKey, 'state', list),
  )
  for (const file of files) context.host.info(`${file.name}  ${pluralise(file.bytes, 'byte')}  sha256 ${file.sha256}`)
  if (facts.encrypted) context.host.info(`Decrypt with the private key: ${decryptLine(facts.encrypted)}`)
  const unsigned = closing.failures
  return {...judged, manifest: closing.manifest, files: all, unsigned, state, facts, sections, disclose, unmatched}
}

function historyOf(
  {patternKey, detected, namedHistory, isShorter, restored: {months = []}}: PeriodJob,
  manifest: Manifest,
  {figures, watched}: PeriodRead,
): MonthHistory | undefined {
  // A day's numbers say nothing next to those of months.
  if (!watched || !patternKey || !detected || isShorter || !hasHistory(manifest)) return undefined
  const {minimumSeverity} = detected
  const before = namedHistory?.tenant === manifest.tenant ? namedHistory.months : months
  return nextHistory(before, {manifest, figures, detection: watched, minimumSeverity}, patternKey)
}

function namesIn(figures: Figures): RecordNames {
  const names = (counts: readonly {name: string}[]) => counts.map(({name}) => name)
  return {
    recordTypes: names(figures.byRecordType()),
    operations: figures.overflowed.includes('operations') ? undefined : names(figures.byOperation()),
    workloads: names(figures.byWorkload()),
  }
}

function nothingHandedOn(settings: Pick<MonthSettings, 'encryptTo' | 'stateKey' | 'resume'>): string[] {
  const isOff = settings.resume === 'off'
  if (!isOff && !lacksStateKey(settings)) return []
  const lacks = isOff ? 'With resume: off' : 'Without a state-key'
  return [`${lacks}, an encrypted export leaves nothing for the next run, which reads everything again.`]
}

function earlierExport({restored: {earlier}}: PeriodJob, read: PeriodRead): EarlierExport | undefined {
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
