/** Artifacts of a repository, kept from run to run: what one month uploads, the next one finds by GitHub's API. */
import {cpSync, mkdirSync} from 'node:fs'
import {join, relative} from 'node:path'
import type {ArtifactOfRun, ArtifactRequest, UploadedArtifact} from '../../src/host/host.ts'
import {temporaryFolder} from '../runner.ts'

export class ArtifactStore {
  readonly kept: {id: number; name: string; folder: string; created: string}[] = []
  downloads = 0

  /** Another repository with the same artifacts. */
  copy(): ArtifactStore {
    const kept = this.kept.map(one => {
      const folder = temporaryFolder()
      cpSync(one.folder, folder, {recursive: true})
      return {...one, folder}
    })
    return Object.assign(new ArtifactStore(), {kept})
  }

  upload(request: ArtifactRequest, now: number): UploadedArtifact {
    const folder = temporaryFolder()
    for (const file of request.files) {
      const target = join(folder, relative(request.root, file))
      mkdirSync(join(target, '..'), {recursive: true})
      cpSync(file, target)
    }
    const id = this.kept.length + 1
    this.kept.push({id, name: request.name, folder, created: new Date(now).toISOString()})
    return {id: String(id), digest: '0'.repeat(64), url: `https://github.com/artifacts/${id}`}
  }

  download({id, folder}: ArtifactOfRun): void {
    this.downloads++
    const artifact = this.kept.find(one => one.id === id)
    if (!artifact) throw new TypeError(`there is no artifact ${id}`)
    cpSync(artifact.folder, folder, {recursive: true})
  }

  /** GitHub's list of artifacts; undefined for any other request. */
  answer(request: Request): Response | undefined {
    const url = new URL(request.url)
    if (!url.pathname.endsWith('/actions/artifacts')) return undefined
    const artifacts = this.kept
      .filter(one => one.name === url.searchParams.get('name'))
      .map(({id, name, created}) => ({id, name, expired: false, created_at: created, workflow_run: {id: 4711}}))
    return Response.json({total_count: artifacts.length, artifacts})
  }
}
