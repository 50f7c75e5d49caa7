/** What protection costs: the local way of rows from an answer to the files, plain, encrypted and with pseudonyms, in turns. */
import {randomBytes} from 'node:crypto'
import {mkdir, mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {generateX25519Identity, identityToRecipient} from 'age-encryption'
import {RecordFiles} from '../src/files/record-files.ts'
import {inBatches} from '../src/files/spooled-row.ts'
import {WindowChecksums} from '../src/files/window-checksums.ts'
import {machineDisk} from '../src/host/disk.ts'
import {type Protection, protectionOf, pseudonymous} from '../src/month/protection.ts'
import {createSimulator} from '../src/simulator/simulator.ts'
import {parseRow} from '../src/sources/exchange-rows.ts'
import {partitionLength} from '../src/spool/partition.ts'
import {Spool} from '../src/spool/spool.ts'
import {uniqueRows} from '../src/spool/unique-rows.ts'
import {median} from './median.ts'
import type {Line} from './table.ts'

const rounds = 3
const records = 50_000
const period = {start: Date.UTC(2026, 9, 5), end: Date.UTC(2026, 9, 19)}

export async function measureProtection(): Promise<Line[]> {
  const rows = await answerRows()
  const recipient = await identityToRecipient(await generateX25519Identity())
  const pseudonymKey = randomBytes(32).toString('base64')
  const ways: Protection[] = [
    {},
    await protectionOf({encryptTo: [recipient]}),
    await protectionOf({encryptTo: [], pseudonymKey}),
  ]
  const times: number[][] = ways.map(() => [])
  for (let round = 0; round <= rounds; round++) {
    for (const [way, protection] of ways.entries()) {
      const time = await timeOf(rows, protection)
      // The first round warms up.
      if (round > 0) times[way]?.push(time)
    }
  }
  const [plain = 0, encrypted = 0, renamed = 0] = times.map(median)
  const rate = (time: number) => `${Math.round(rows.length / (time / 1000)).toLocaleString('en')} records/s`
  return [
    {
      ...{name: 'rows to files, encrypted', value: encrypted / plain, unit: '× plain', target: 1.3},
      ...{detail: rate(encrypted), key: 'rows: encrypted'},
    },
    {
      ...{name: 'rows to files, with pseudonyms', value: renamed / plain, unit: '× plain', target: 1.8},
      ...{detail: rate(renamed), key: 'rows: pseudonyms'},
    },
  ]
}

interface AnswerRow {
  raw: unknown
  tenant: string
}

async function answerRows(): Promise<AnswerRow[]> {
  const simulator = await createSimulator({seed: 1, recordsPerMonth: records * 2.4, now: () => period.end})
  return [...simulator.truth(period.start, period.end)].slice(0, records).map(({auditData, id, time}) => ({
    raw: {AuditData: auditData, Identity: id, CreationDate: time, Operations: '', UserIds: ''},
    tenant: simulator.tenantId,
  }))
}

/** Milliseconds of processor time, which a busy machine changes least; the network usually takes longer. */
async function timeOf(answer: readonly AnswerRow[], protection: Protection): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const began = process.cpuUsage()
  const spool = pseudonymous(new Spool(machineDisk, join(folder, 'spool'), protection.seal), protection)
  await mkdir(join(folder, 'files'))
  const archive = new RecordFiles(
    {disk: machineDisk, folder: join(folder, 'files')},
    {label: '2026-10', days: []},
    ['csv', 'jsonl'],
    {encrypt: protection.encrypt},
  )
  const evidence = {rows: 0, cap: 0, requestIds: [], warnings: []}
  const tally = new WindowChecksums([{...period, status: 'read', attempts: 1, evidence}])
  await archive.open()
  for (let from = 0; from < answer.length; from += 5000) {
    const rows = answer
      .slice(from, from + 5000)
      .flatMap(({raw, tenant}) => parseRow(raw, {tenantId: tenant, window: period}).row ?? [])
    await spool.write(rows, from + 1)
    spool.accept(from + 1, period)
  }
  for (let at = period.start; at < period.end; at += partitionLength) {
    for await (const {rows} of spool.take(at)) {
      for (const batch of inBatches(uniqueRows(rows).kept)) {
        await archive.write(batch)
        tally.see(batch)
      }
    }
  }
  await archive.close()
  const {user, system} = process.cpuUsage(began)
  await rm(folder, {recursive: true})
  return (user + system) / 1000
}
