import {describe, expect, test} from 'vitest'
import {textField} from '../../src/audit/json.ts'
import {foldOperation} from '../../src/audit/operation.ts'
import {
  givesAccess,
  isSharing,
  shareTarget,
  sharingKind,
  sharingKinds,
  sharingOperations,
} from '../../src/audit/sharing.ts'

const fieldOf = (data: object) => (name: string) => textField(data, name)

describe('sharing', () => {
  test.each([
    ['AnonymousLinkCreated', {}, 'anyone'],
    ['AnyoneLinkCreated', {}, 'anyone'],
    ['AnonymousLinkUsed', {}, 'used'],
    ['CompanyLinkCreated', {}, 'organisation'],
    ['SharingInvitationCreated', {}, 'guest'],
    ['SharingInvitationUpdated', {}, 'guest'],
    ['SharingSet', {TargetUserOrGroupType: 'Member'}, 'people'],
    ['SharingSet', {TargetUserOrGroupType: 'SecurityGroup', TargetUserOrGroupName: '2002203edc17'}, 'people'],
    ['SharingSet', {TargetUserOrGroupType: 'Guest'}, 'guest'],
    ['sharingset', {targetuserorgrouptype: 'guest'}, 'guest'],
    ['AddedToSecureLink', {TargetUserOrGroupName: 'bo_mail.example#ext#@contoso.onmicrosoft.com'}, 'guest'],
    ['AddedToSecureLink', {TargetUserOrGroupName: 'urn:spo:guest#bo@mail.example'}, 'guest'],
  ])('%s %j is of the kind %s', (operation, data, expected) => {
    const act = foldOperation(operation)
    expect(isSharing(act)).toBe(true)
    expect(sharingKind(act, fieldOf(data))).toBe(expected)
  })

  test.each(['fileaccessed', '__proto__', 'constructor', ''])('%s is not sharing', operation => {
    expect(isSharing(operation)).toBe(false)
  })

  test('has every operation in one kind', () => {
    const operations = sharingKinds.flatMap(kind => sharingOperations(kind))
    expect(new Set(operations).size).toBe(operations.length)
    expect(operations.every(isSharing)).toBe(true)
  })

  test('is given by some operations, and taken by others', () => {
    const taken = sharingOperations(...sharingKinds).filter(operation => !givesAccess(operation))
    expect(taken.sort((a, b) => (a < b ? -1 : 1))).toEqual(['anonymouslinkused', 'sharinginvitationaccepted'])
    expect(givesAccess('fileaccessed')).toBe(false)
  })

  test.each([
    [
      {TargetUserOrGroupName: 'Bob@Contoso.example', TargetUserOrGroupType: 'Member'},
      'bob@contoso.example',
      false,
      true,
    ],
    [{TargetUserOrGroupName: 'i:0#.f|membership|bob@contoso.example'}, 'bob@contoso.example', false, false],
    [{TargetUserOrGroupName: 'Bob', TargetUserName: 'bob@contoso.example'}, 'bob@contoso.example', false, false],
    [{TargetUserOrGroupName: 'Members of Projects'}, 'members of projects', false, false],
    [{}, '', false, false],
  ])('%j is shared with “%s”', (data, account, guest, member) => {
    expect(shareTarget(fieldOf(data))).toEqual({account, guest, member})
  })
})
