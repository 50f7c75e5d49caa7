/** The host of one tenant's run: the workflow's inputs, with those that the file of tenants gives in their place. */
import type {Host} from '../host/host.ts'
import {catalogue, type InputName} from '../inputs/catalogue.ts'
import {shownText} from '../inputs/mistake-text.ts'
import {Failure} from '../wire/failure.ts'
import type {TenantEntry} from './tenant-file.ts'
import type {TenantRun} from './tenant-runs.ts'

/**
 * @param ofSeveral whether the job runs other tenants too, whose folders and artifacts must not be this one's.
 */
export function tenantHost(
  host: Host,
  {tenant, shard}: TenantRun,
  {ofSeveral}: {ofSeveral: boolean},
): {host: Host} | {mistakes: readonly Failure[]} {
  const mistakes: Failure[] = []
  const inputs = new Map<string, string>([
    ['tenants', ''],
    ['tenant', ''],
    ['tenant-name', tenant.name],
  ])
  for (const [name, value] of ofEntry(tenant)) {
    const given = host.input(name)
    if (given !== '' && given !== catalogue[name].default && !isSame(given, value))
      mistakes.push(contradiction(name, given, tenant.name))
    inputs.set(name, value)
  }
  if (shard) {
    if (host.input('shard') !== '') mistakes.push(contradiction('shard', host.input('shard'), tenant.name))
    inputs.set('shard', `${shard.part}/${shard.of}`)
  }
  const names = {
    'artifact-name': host.input('artifact-name') || catalogue['artifact-name'].default,
    directory: directoryPattern(host.input('directory')),
  }
  if (!names['artifact-name'].includes('<tenant>'))
    mistakes.push(withoutTenant('artifact-name', names['artifact-name']))
  if (ofSeveral && !names.directory.includes('<tenant>')) mistakes.push(withoutTenant('directory', names.directory))
  for (const [name, pattern] of Object.entries(names)) inputs.set(name, pattern.replaceAll('<tenant>', tenant.name))
  if (mistakes.length > 0) return {mistakes}
  const given = [...new Set([...host.given.filter(name => inputs.get(name) !== ''), ...inputs.keys()])]
  const input = (name: string) => inputs.get(name) ?? host.input(name)
  const untrimmed = (name: string) => inputs.get(name) ?? host.untrimmed?.(name) ?? host.input(name)
  const changed = {
    input,
    untrimmed,
    given: given.filter(name => inputs.get(name) !== '' && name !== 'tenant-name'),
  }
  return {host: overriding(host, changed)}
}

/** The same host but for what is named; getters and what it says stay its own. */
export function overriding(host: Host, changed: Partial<Host>): Host {
  const properties = Object.entries(changed).map(([name, value]) => [name, {value, enumerable: true}] as const)
  return Object.create(host, Object.fromEntries(properties)) as Host
}

function ofEntry(tenant: TenantEntry): [name: InputName, value: string][] {
  const values: [name: InputName, value: string | undefined][] = [
    ['tenant-id', tenant.tenantId],
    ['client-id', tenant.clientId],
    ['source', tenant.source],
    ['timezone', tenant.timezone],
    ['cloud', tenant.cloud],
    ['mail-to', tenant.mailTo?.join(',')],
    ['mail-from', tenant.mailFrom],
  ]
  return values.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
}

/** Left at its default, a folder would be that of every tenant. */
function directoryPattern(given: string): string {
  return given === '' || given === catalogue.directory.default ? 'm365-audit/<tenant>/<period>' : given
}

function isSame(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.toLowerCase()
}

function codeOf(name: InputName): string {
  return `INPUT_${name.toUpperCase().replaceAll('-', '_')}`
}

function contradiction(name: InputName, given: string, tenant: string): Failure {
  return new Failure({
    code: codeOf(name),
    message: `${name} is ${shownText(given)}, and the file of tenants says otherwise for ${tenant}.`,
    remedy: `Remove ${name} from the workflow, or from the file.`,
  })
}

function withoutTenant(name: 'artifact-name' | 'directory', pattern: string): Failure {
  return new Failure({
    code: codeOf(name),
    message: `${name} is ${shownText(pattern)}, which is the same for every tenant.`,
    remedy: `Write <tenant> into it, such as ${name === 'directory' ? 'm365-audit/<tenant>/<period>' : catalogue['artifact-name'].default}.`,
  })
}
