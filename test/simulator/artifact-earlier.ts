/**
 * Uploads an artifact, finds it by GitHub's API as a later run does, and unpacks it, by our own code and by the real
 * @actions/artifact; the last line says what was seen.
 */
import {mkdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {DefaultArtifactClient} from '@actions/artifact'
import {artifactsNamed} from '../../src/github.ts'
import {runFacts} from '../../src/host/text.ts'
import {downloadZip} from '../../src/restore/download.ts'
import {unzip} from '../../src/restore/unzip.ts'
import {transport} from '../../src/wire/transport.ts'
import {aWorld} from '../signin/world.ts'

const folder = process.argv[2] ?? ''
const {GITHUB_REPOSITORY: repository = '', 'INPUT_GITHUB-TOKEN': token = ''} = process.env
await new DefaultArtifactClient().uploadArtifact('m365-audit', [join(folder, 'audit.csv')], folder)
const world = aWorld(transport(process.env))
const facts = runFacts(process.env, folder)
const {value: listed = []} = await artifactsNamed(world, facts, token, 'm365-audit')
const [artifact] = listed
if (artifact === undefined) throw new TypeError('nothing is listed')

const path = join(folder, 'artifact.zip')
const {signal} = new AbortController()
await downloadZip(world, {artifact, facts, token, path, most: 1e6, signal})
const names = await unzip(world.disk, path, join(folder, 'ours'), {
  packed: 1e6,
  unpacked: 1e6,
  entries: 9,
  names: /^[\w.]+$/,
})
const failed = async (one: typeof artifact, most: number) =>
  await downloadZip(world, {artifact: one, facts, token, path: `${path}.${most}`, most, signal}).catch(
    (error: {code: string}) => error.code,
  )

const theirs = join(folder, 'theirs')
await mkdir(theirs)
const [repositoryOwner = '', repositoryName = ''] = repository.split('/')
const findBy = {token, workflowRunId: artifact.run.id, repositoryOwner, repositoryName}
await new DefaultArtifactClient().downloadArtifact(artifact.id, {path: theirs, findBy})
console.log(
  JSON.stringify({
    listed: listed.map(({id, name, run}) => ({id, name, runId: run.id})),
    names,
    downloaded: await readFile(join(folder, 'ours', 'audit.csv'), 'utf8'),
    theirs: await readFile(join(theirs, 'audit.csv'), 'utf8'),
    missing: await failed({...artifact, id: 99}, 1e6),
    large: await failed(artifact, 10),
    swapped: await failed({...artifact, digest: '0'.repeat(64)}, 1e6 + 1),
  }),
)
