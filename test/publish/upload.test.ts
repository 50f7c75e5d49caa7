/** Where an export is uploaded, where it is not and says so, and where that is an error. */
import {describe, expect, test} from 'vitest'
import type {Host} from '../../src/host/host.ts'
import {checkUpload, planUpload} from '../../src/publish/upload.ts'
import {aListener} from '../listener.ts'

const service = async () => ({id: '1', digest: '', url: ''})
const github = 'https://github.com'
const enterprise = 'https://git.contoso.test'

function aHost(kind: Host['kind'], serverUrl: string | undefined, more: {service?: boolean; act?: boolean} = {}) {
  const facts = {
    ...(serverUrl ? {serverUrl} : {}),
    ...(kind === 'runner' ? {isGitHubActions: true as const} : {}),
    ...(more.act ? {emulator: 'true'} : {}),
  }
  return {...aListener(facts, more.service ? service : undefined), kind}
}

const places = {
  GitHub: aHost('runner', github, {service: true}),
  'GitHub with data residency': aHost('runner', 'https://contoso.ghe.com', {service: true}),
  'GitHub with an empty token': aHost('runner', github),
  'Enterprise Server': aHost('runner', enterprise),
  'Enterprise Server with the variables of a service': aHost('runner', enterprise, {service: true}),
  act: aHost('runner', github, {act: true}),
  'act with an artifact server': aHost('runner', github, {act: true, service: true}),
  'a terminal': aHost('terminal', undefined),
  'a terminal on a runner': aHost('terminal', github),
  'a terminal with a service': aHost('terminal', github, {service: true}),
}

const uploads = {asked: 'upload', default: 'upload', off: 'off'}
const elsewhere = {asked: 'ARTIFACT_NO_SERVICE', default: 'off, said', off: 'off'}

test.each<[keyof typeof places, Record<'asked' | 'default' | 'off', string>]>([
  ['GitHub', uploads],
  ['GitHub with data residency', uploads],
  ['GitHub with an empty token', {asked: 'ARTIFACT_NO_SERVICE', default: 'ARTIFACT_NO_SERVICE', off: 'off'}],
  ['Enterprise Server', {asked: 'ARTIFACT_GHES', default: 'off, said', off: 'off'}],
  ['Enterprise Server with the variables of a service', {asked: 'ARTIFACT_GHES', default: 'off, said', off: 'off'}],
  ['act', elsewhere],
  ['act with an artifact server', uploads],
  ['a terminal', elsewhere],
  ['a terminal on a runner', elsewhere],
  ['a terminal with a service', {asked: 'upload', default: 'off, said', off: 'off'}],
])('%s: %o', (name, expected) => {
  for (const wanted of ['asked', 'default', 'off'] as const) {
    const plan = planUpload(wanted, places[name])
    const found =
      'upload' in plan ? 'upload' : 'failure' in plan ? plan.failure.code : plan.off === undefined ? 'off' : 'off, said'
    expect([wanted, found]).toEqual([wanted, expected[wanted]])
  }
})

describe('before anything is read', () => {
  test('a service that is missing on GitHub is the end', () => {
    expect(() => checkUpload('default', aHost('runner', github))).toThrow(
      expect.objectContaining({code: 'ARTIFACT_NO_SERVICE'}),
    )
  })

  test('one line says that nothing will be uploaded', () => {
    const host = aHost('runner', enterprise)
    checkUpload('default', host)
    expect(host.lines).toEqual([expect.stringMatching(/^Nothing is uploaded: GitHub Enterprise Server/)])
    const silent = aHost('runner', enterprise)
    checkUpload('off', silent)
    expect(silent.lines).toEqual([])
  })
})
