/** Properties of a folder that was changed anywhere: it is never taken for what was written. In the gate a few runs, in the long tier many. */
import {sign} from 'node:crypto'
import {mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync, gzipSync} from 'node:zlib'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import {sharedCertificate} from '../../src/simulator/certificate.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {aFolder, at, rowAt} from '../builders.ts'
import {october, reseal, someRows, writeEvidence} from '../evidence.ts'
import {hasOpenssl, timestampAuthority} from '../signature/openssl.ts'

const formats = ['csv', 'flat', 'jsonl', 'parquet'] as const

async function aSigner() {
  const {certificate, privateKey} = await sharedCertificate()
  const prints = {thumbprintSha1: '', thumbprintSha256: certificate.fingerprint256.replaceAll(':', '')}
  return {
    certificate: {
      certificatePem: certificate.toString(),
      ...prints,
      subject: certificate.subject,
      notBefore: new Date(certificate.validFrom),
      notAfter: new Date(certificate.validTo),
    },
    sign: async (data: Uint8Array) => sign('sha256', data, privateKey),
  }
}

const kinds: [string, () => Promise<Parameters<typeof writeEvidence>[1]>, boolean][] = [
  ['not signed', async () => ({formats}), true],
  ['signed', async () => ({formats, signer: await aSigner()}), true],
  [
    'signed and timestamped',
    async () => {
      const {url} = await timestampAuthority()
      return {formats, signer: await aSigner(), timestampUrl: url}
    },
    hasOpenssl,
  ],
]

/** @param runs of each property. */
export function changesAreFound(runs: number): void {
  describe.each(kinds)('a folder that is %s', (_name, evidence, possible) => {
    async function aFolderOfThem(): Promise<string> {
      const folder = await aFolder()
      await writeEvidence(folder, await evidence())
      expect((await verifyFolder(machineDisk, folder)).faults).toEqual([])
      return folder
    }

    test.skipIf(!possible)('is found with any one byte changed', async () => {
      const folder = await aFolderOfThem()
      const names = readdirSync(folder)
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...names),
          fc.double({min: 0, max: 1, maxExcluded: true, noNaN: true}),
          fc.integer({min: 1, max: 255}),
          async (name, where, mask) => {
            const path = join(folder, name)
            const before = readFileSync(path)
            const changed = Buffer.from(before)
            const index = Math.floor(where * changed.length)
            changed[index] = (changed[index] ?? 0) ^ mask
            writeFileSync(path, changed)
            const {faults} = await verifyFolder(machineDisk, folder)
            writeFileSync(path, before)
            expect(faults).not.toEqual([])
          },
        ),
        {numRuns: runs},
      )
      expect((await verifyFolder(machineDisk, folder)).faults).toEqual([])
    })

    test.skipIf(!possible)('is found without any one of its files, with any more, and with any renamed', async () => {
      const folder = await aFolderOfThem()
      const names = readdirSync(folder)
      for (const name of names) {
        renameSync(join(folder, name), join(folder, `x${name}`))
        expect((await verifyFolder(machineDisk, folder)).faults, `renamed ${name}`).not.toEqual([])
        const bytes = readFileSync(join(folder, `x${name}`))
        rmSync(join(folder, `x${name}`))
        expect((await verifyFolder(machineDisk, folder)).faults, `without ${name}`).not.toEqual([])
        writeFileSync(join(folder, name), bytes)
      }
      await fc.assert(
        fc.asyncProperty(fc.stringMatching(/^[a-zA-Z0-9._-]{1,20}$/), fc.boolean(), async (name, isFolder) => {
          fc.pre(!names.includes(name) && !/^\.{1,2}$/.test(name) && name !== 'doctor.json')
          const path = join(folder, name)
          if (isFolder) mkdirSync(path)
          else writeFileSync(path, 'more')
          const {faults} = await verifyFolder(machineDisk, folder)
          rmSync(path, {recursive: true})
          expect(faults).not.toEqual([])
        }),
        {numRuns: Math.ceil(runs / 2)},
      )
      expect((await verifyFolder(machineDisk, folder)).faults).toEqual([])
    })
  })

  test.each(['audit-2026-10.csv', 'audit-2026-10.flat.csv', 'audit-2026-10.jsonl.gz'])(
    'any two different rows of %s that change places are found, with all hashes made anew',
    async name => {
      const folder = await aFolder()
      const rows = [...someRows(), rowAt(october.start, 90), rowAt(at('2026-10-01T00:00:01'), 91)]
      await writeEvidence(folder, {rows, formats})
      const path = join(folder, name)
      const zipped = name.endsWith('.gz')
      const end = zipped ? '\n' : '\r\n'
      const bytes = readFileSync(path)
      const all = (zipped ? gunzipSync(bytes) : bytes).toString('utf8').split(end).slice(0, -1)
      const index = fc.nat(all.length - 1)
      await fc.assert(
        fc.asyncProperty(index, index, async (one, other) => {
          fc.pre(all[one] !== all[other])
          const swapped = [...all]
          swapped[one] = all[other] ?? ''
          swapped[other] = all[one] ?? ''
          const text = swapped.map(line => line + end).join('')
          writeFileSync(path, zipped ? gzipSync(text) : text)
          await reseal(folder)
          expect((await verifyFolder(machineDisk, folder)).faults).not.toEqual([])
        }),
        {numRuns: runs},
      )
    },
  )
}
