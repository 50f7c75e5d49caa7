/** Uploads, lists, downloads and deletes through the real @actions/artifact; the last line says what was seen. */
import {mkdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {DefaultArtifactClient} from '@actions/artifact'

const folder = process.argv[2]
const client = new DefaultArtifactClient()
const {id, digest} = await client.uploadArtifact('m365-audit', [join(folder, 'audit.csv')], folder, {retentionDays: 7})
const {artifacts: listed} = await client.listArtifacts()
const duplicate = await client
  .uploadArtifact('m365-audit', [join(folder, 'audit.csv')], folder)
  .catch(error => error.message)
const path = join(folder, 'down')
await mkdir(path)
const {digestMismatch} = await client.downloadArtifact(id, {path, expectedHash: `sha256:${digest}`})
const downloaded = await readFile(join(path, 'audit.csv'), 'utf8')
await client.deleteArtifact('m365-audit')
const {artifacts: left} = await client.listArtifacts()
console.log(JSON.stringify({id, digest, listed, duplicate, digestMismatch, downloaded, left}))
