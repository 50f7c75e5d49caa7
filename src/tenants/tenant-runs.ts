/** The input `tenant`: which tenants of the file one job runs, each whole or one part of it. */
import {parseShard, type Shard} from '../audit/shard.ts'
import {didYouMean} from '../inputs/did-you-mean.ts'
import {shownText} from '../inputs/mistake-text.ts'
import {listReader} from '../inputs/readers.ts'
import {Failure} from '../wire/failure.ts'
import type {TenantEntry} from './tenant-file.ts'

export interface TenantRun {
  tenant: TenantEntry
  shard?: Shard
}

/** `contoso`, or `contoso 2/4` for a part. */
export function tenantRunText({tenant, shard}: TenantRun): string {
  return shard ? `${tenant.name} ${shard.part}/${shard.of}` : tenant.name
}

/** By comma or line; names in any letter case. */
export function parseTenantRuns(
  text: string,
  tenants: readonly TenantEntry[],
): {runs: readonly TenantRun[]} | {mistakes: readonly Failure[]} {
  const read = listReader(text)
  const items = 'ok' in read ? read.ok : []
  const mistakes: Failure[] = []
  const runs: TenantRun[] = []
  const known = new Map(tenants.map(tenant => [tenant.name.toLowerCase(), tenant]))
  for (const item of items) {
    const [, name = item, part] = /^(\S+)(?:\s+(\S+))?$/.exec(item) ?? []
    const tenant = known.get(name.toLowerCase())
    const shard = part === undefined ? undefined : parseShard(part)
    if (tenant === undefined) {
      const meant = didYouMean(
        name,
        tenants.map(one => one.name),
      )
      mistakes.push(wrong(`${shownText(item)} is no tenant of the file`, meant ? `Did you mean ${meant}?` : undefined))
    } else if (part !== undefined && shard === undefined)
      mistakes.push(wrong(`${shownText(item)} names no part K/N of ${tenant.name}`))
    else runs.push({tenant, ...(shard ? {shard} : {})})
  }
  const texts = runs.map(tenantRunText)
  const twice = texts.find((one, index) => texts.indexOf(one) !== index)
  if (twice !== undefined) mistakes.push(wrong(`it names ${twice} twice`))
  if (runs.length === 0 && mistakes.length === 0) mistakes.push(wrong('it names none'))
  return mistakes.length > 0 ? {mistakes} : {runs}
}

function wrong(
  words: string,
  remedy = 'Give names of the file, by comma; or, in a workflow, what the matrix of mode: plan holds: tenant: ${{ matrix.tenant }}.',
): Failure {
  return new Failure({code: 'INPUT_TENANT', message: `tenant: ${words}.`, remedy})
}
