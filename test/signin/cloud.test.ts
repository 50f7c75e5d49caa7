import {describe, expect, test} from 'vitest'
import {cloudNamed, cloudNames} from '../../src/signin/cloud.ts'

test.each([
  ['worldwide', 'login.microsoftonline.com', 'outlook.office365.com', 'graph.microsoft.com', '.vault.azure.net'],
  ['gcc', 'login.microsoftonline.com', 'outlook.office365.com', 'graph.microsoft.com', '.vault.azure.net'],
  ['gcc-high', 'login.microsoftonline.us', 'outlook.office365.us', 'graph.microsoft.us', '.vault.usgovcloudapi.net'],
  ['dod', 'login.microsoftonline.us', 'outlook-dod.office365.us', 'dod-graph.microsoft.us', '.vault.usgovcloudapi.net'],
  [
    'china',
    'login.partner.microsoftonline.cn',
    'outlook.office365.cn',
    'microsoftgraph.chinacloudapi.cn',
    '.vault.azure.cn',
  ],
])('%s has its own addresses and scopes', (name, login, exchange, graph, vaultSuffix) => {
  expect(cloudNamed(name)).toMatchObject({
    name,
    authority: `https://${login}`,
    login: `https://${login}`,
    exchange: `https://${exchange}`,
    graph: `https://${graph}`,
    vaultSuffix,
    scopes: {exchange: `https://${exchange}/.default`, graph: `https://${graph}/.default`},
  })
})

describe('says what a cloud lacks', () => {
  test('that its Exchange finds nothing: China alone', () => {
    expect(cloudNames.filter(name => cloudNamed(name).exchangeAlwaysEmpty)).toEqual(['china'])
  })

  test('that Graph has no audit log query, and in a sentence', () => {
    const without = cloudNames.filter(name => !cloudNamed(name).graphAuditLogQuery)
    expect(without).toEqual(['gcc-high', 'dod', 'china'])
    expect(cloudNames.filter(name => cloudNamed(name).limits.length > 0)).toEqual(without)
  })
})

test('reads the name as people write it', () => {
  expect(cloudNamed(' GCC-High ').name).toBe('gcc-high')
})

test.each(['', 'germany', 'constructor'])('refuses the name %o and lists those there are', name => {
  expect(() => cloudNamed(name)).toThrow(
    expect.objectContaining({code: 'CLOUD_UNKNOWN', remedy: expect.stringContaining('gcc-high')}),
  )
})
