import {describe, expect, test} from 'vitest'
import {isOwnSearch} from '../../src/audit/own.ts'

const application = {
  client: 'A7D3B1C2-5e4f-4a6b-8c9d-0e1f2a3b4c5d',
  principal: 'd41c9be0-6f0a-4a2e-9e55-7b2f0c1a8d63',
}
const record = (RecordType: string, Operations: string, data: object) => ({
  RecordType,
  Operations,
  AuditData: JSON.stringify(data),
})

describe('an export’s own trace', () => {
  test.each([
    [
      'a query of the service principal',
      record('AuditSearch', 'AuditSearchCompleted', {UserId: application.principal}),
    ],
    ['one whose type has no name', record('295', 'AuditSearchCompleted', {UserId: application.principal})],
    [
      'one that names the application, in any letters',
      record('295', 'AuditSearchCreated', {UserId: 'x', AppId: application.client.toLowerCase()}),
    ],
    [
      'a search by the cmdlet',
      record('ExchangeAdmin', 'Search-UnifiedAuditLog', {UserId: 'x', ClientAppId: application.client}),
    ],
  ])('is %s', (_name, own) => {
    expect(isOwnSearch(own, application)).toBe(true)
  })

  test.each([
    ['a person’s search', record('AuditSearch', 'AuditSearchCompleted', {UserId: 'ann@contoso.com'})],
    [
      'another application’s search',
      record('AuditSearch', 'AuditSearchCompleted', {UserId: '2c92ce28-126c-47c1-82b0-410b64502989'}),
    ],
    ['one of nobody', record('AuditSearch', 'AuditSearchCompleted', {UserId: '', AppId: null})],
    [
      'what else is done under the application’s name',
      record('ExchangeItemAggregated', 'MailItemsAccessed', {
        UserId: application.principal,
        ClientAppId: application.client,
      }),
    ],
    ['no JSON', {RecordType: 'AuditSearch', Operations: 'AuditSearchCompleted', AuditData: application.client}],
  ])('is not %s', (_name, other) => {
    expect(isOwnSearch(other, application)).toBe(false)
    expect(isOwnSearch(other, {client: application.client})).toBe(false)
  })

  test('is not known by an object id that no token named', () => {
    const query = record('AuditSearch', 'AuditSearchCompleted', {UserId: application.principal})
    expect(isOwnSearch(query, {client: application.client})).toBe(false)
  })
})
