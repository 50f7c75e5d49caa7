/** Uploads an artifact, finds it by GitHub's API as a later run does, and unpacks it; the last line says what was seen. */
import {mkdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {DefaultArtifactClient} from '@actions/artifact'
import {downloadArtifact} from '../../src/host/artifact.ts'

const folder = process.argv[2] ?? ''
const {GITHUB_API_URL: api, GITHUB_REPOSITORY: repository = '', 'INPUT_GITHUB-TOKEN': token = ''} = process.env
await new DefaultArtifactClient().uploadArtifact('m365-audit', [join(folder, 'audit.csv')], folder)
const answer = await fetch(`${api}/repos/${repository}/actions/artifacts?name=m365-audit`, {
  headers: {authorization: `Bearer ${token}`},
})
const list = (await answer.json()) as {
  artifacts: {id: number; name: string; expired: boolean; workflow_run: {id: number}}[]
}
const listed = list.artifacts.map(({id, name, expired, workflow_run}) => ({id, name, expired, runId: workflow_run.id}))
const path = join(folder, 'down')
await mkdir(path)
await downloadArtifact({id: listed[0]?.id ?? 0, runId: 1, repository, token, folder: path})
const downloaded = await readFile(join(path, 'audit.csv'), 'utf8')
const missing = await downloadArtifact({id: 99, runId: 1, repository, token, folder: path}).catch(
  (error: {code: string}) => error.code,
)
console.log(JSON.stringify({listed, downloaded, missing}))
