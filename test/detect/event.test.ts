import {describe, expect, test} from 'vitest'
import {foldOperation} from '../../src/audit/operation.ts'
import {parseAddress} from '../../src/detect/address.ts'
import {agentFamily, isScript} from '../../src/detect/agent.ts'
import {AuditEvent} from '../../src/detect/event.ts'
import {Lookup} from '../../src/detect/field-values.ts'
import {aChange, anEvent, aRecord, aSignIn, browser, pairs} from './build.ts'

describe('addresses', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7', '192.0.2.0/24'],
    ['192.0.2.7:51234', '192.0.2.7', '192.0.2.0/24'],
    ['[192.0.2.7]', '192.0.2.7', '192.0.2.0/24'],
    ['[192.0.2.7]:443', '192.0.2.7', '192.0.2.0/24'],
    ['::ffff:192.0.2.7', '192.0.2.7', '192.0.2.0/24'],
    ['[::ffff:192.0.2.7]:443', '192.0.2.7', '192.0.2.0/24'],
    ['2001:db8:1:2::5', '2001:db8:1:2:0:0:0:5', '2001:db8:1::/48'],
    ['[2001:DB8:1:2::5]:51234', '2001:db8:1:2:0:0:0:5', '2001:db8:1::/48'],
    ['fe80::1%eth0', 'fe80:0:0:0:0:0:0:1', 'fe80:0:0::/48'],
  ])('reads %s', (text, address, network) => {
    expect(parseAddress(text)).toMatchObject({text: address, network})
  })

  test.each(['', 'mail.contoso.example', '300.1.1.1', '1.2.3', ':::', '[', '1:2:3', 'x'.repeat(500)])(
    'refuses %s',
    text => {
      expect(parseAddress(text)).toBeUndefined()
    },
  )

  test.each([
    ['20.190.151.9', true, false],
    ['40.126.3.4', true, false],
    ['2603:10a6:3:4::5', true, false],
    ['20.50.60.70', false, false],
    ['::1', false, true],
    ['10.1.2.3', false, true],
    ['203.0.113.1', false, false],
  ])('knows whose %s is', (text, microsoft, local) => {
    expect(parseAddress(text)).toMatchObject({microsoft, local})
  })
})

describe('programs', () => {
  test('outlive their versions', () => {
    expect(agentFamily(browser)).toBe('chrome on windows')
    expect(agentFamily(browser.replaceAll('139', '140'))).toBe(agentFamily(browser))
    expect(agentFamily('python-requests/2.31.0')).toBe(agentFamily('python-requests/2.32.1'))
  })

  test.each([
    ['axios/1.7.9', true],
    ['node', true],
    ['Go-http-client/2.0', true],
    [browser, false],
    ['', false],
  ])('tell whether %s is a script', (agent, expected) => {
    expect(isScript(agent)).toBe(expected)
  })
})

describe('an event', () => {
  test('folds operations', () => {
    expect(foldOperation('Add member to role.')).toBe('add member to role')
    expect(foldOperation('Update application – Certificates and secrets management ')).toBe(
      'update application - certificates and secrets management',
    )
  })

  test('finds the user agent wherever the record keeps it', () => {
    const details = pairs({additionalDetails: JSON.stringify({'User-Agent': 'four'})})
    expect(anEvent({ExtendedProperties: pairs({UserAgent: 'one'})}).agent).toBe('one')
    expect(anEvent({UserAgent: 'two'}).agent).toBe('two')
    expect(anEvent({ClientInfoString: 'three'}).agent).toBe('three')
    expect(anEvent({ExtendedProperties: details}).agent).toBe('four')
  })

  test('reads name/value arrays that are JSON in a string', () => {
    const event = anEvent({OperationProperties: JSON.stringify(pairs({MailAccessType: 'Sync'}))})
    expect(event.properties.get('mailaccesstype')).toBe('Sync')
  })

  test('reads old and new values as differences', () => {
    const record = aChange({changes: {UserType: ['["Guest"]', '["Member"]'], Methods: [['a'], ['a', 'b']]}})
    const event = new AuditEvent(record, 0)
    expect(event.change('UserType')).toMatchObject({old: 'Guest', now: 'Member'})
    expect(event.change('Methods')?.gained).toEqual(['b'])
    expect(event.change('Methods')?.lost).toEqual([])
    expect(event.change('Nothing')).toBeUndefined()
  })

  test.each([
    ['True', 'success'],
    ['TRUE', 'success'],
    ['Succeeded', 'success'],
    ['Successful', 'success'],
    ['PartiallySucceeded', 'partial'],
    ['Failed', 'failure'],
    ['False', 'failure'],
    ['New', 'unknown'],
    [undefined, 'unknown'],
  ])('reads the result %s', (ResultStatus, expected) => {
    expect(anEvent({ResultStatus}).result).toBe(expected)
  })

  test('takes a failed sign-in for one whatever its ResultStatus', () => {
    const event = new AuditEvent(aSignIn({error: '500121'}), 0)
    expect(event).toMatchObject({result: 'failure', failure: 'password-right', errorCode: '500121'})
  })

  test('knows the error by its name where it has no number', () => {
    const event = anEvent({Operation: 'UserLoginFailed', RecordType: 15, LogonError: 'InvalidUserNameOrPassword'})
    expect(event.failure).toBe('wrong-password')
  })

  test('says who did it to whom', () => {
    const id = '6e0a1c6f-3f0b-4a86-9c55-b5df3a1b2c3d'
    const Target = [
      {ID: `ServicePrincipal_${id}`, Type: 2},
      {ID: id, Type: 2},
      {ID: 'ServicePrincipal', Type: 2},
      {ID: 'Backup', Type: 1},
    ]
    expect(anEvent({Target}).target).toEqual({kind: 'ServicePrincipal', id, name: 'Backup'})
  })

  test('takes record types as number, text or name', () => {
    const {AuditData} = aRecord()
    const typed = (RecordType: string) => new AuditEvent({...aRecord(), RecordType, AuditData}, 0).recordType
    expect(typed('15')).toBe('AzureActiveDirectoryStsLogon')
    expect(typed('AzureActiveDirectoryStsLogon')).toBe('AzureActiveDirectoryStsLogon')
    expect(typed('99999')).toBe('99999')
  })

  test('reads records with all names in lower case', () => {
    const record = aRecord()
    const data = {operation: 'Set-Mailbox', userid: 'Ada@contoso.example', parameters: pairs({Identity: 'x'})}
    const event = new AuditEvent({...record, Operations: '', UserIds: '', AuditData: JSON.stringify(data)}, 0)
    expect(event).toMatchObject({act: 'set-mailbox', user: 'ada@contoso.example'})
    expect(event.parameters.get('Identity')).toBe('x')
  })

  test('takes the names of prototypes for names', () => {
    const AuditData =
      '{"__proto__":{"UserAgent":"x"},"constructor":"y","ExtendedProperties":[{"Name":"__proto__","Value":"z"}]}'
    const event = new AuditEvent({...aRecord(), AuditData}, 0)
    expect(event.agent).toBe('')
    expect(event.text('constructor')).toBe('y')
    expect(event.text('toString')).toBe('')
    expect(event.extended.get('__proto__')).toBe('z')
    expect(new Lookup(JSON.parse('{"__proto__":1}')).get('hasOwnProperty')).toBe('')
  })
})
