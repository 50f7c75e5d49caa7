import {scriptedSignIns} from '../../../src/detect/rules/scripted-sign-in.ts'
import {aSignIn, at} from '../build.ts'
import {settled, strange, telling} from './told.ts'

const user = 'ada@contoso.example'
const azurePowerShell = '1950a258-227b-4e31-a9cf-717495945fc2'
const daily = Array.from({length: 20}, (_, i) =>
  aSignIn({user: 'svc-report@contoso.example', agent: 'python-requests/2.32', time: at(3 + i, '06:00')}),
)

telling('AUTH-08, scripts and attack tools', scriptedSignIns, [
  ['a tool by its own name', [aSignIn({agent: 'AADInternals'})], ['AUTH-08 high']],
  ['a tool that failed', [aSignIn({agent: 'roadtools/0.1', error: '50126'})], ['AUTH-08 medium']],
  [
    'axios with the application of the browser (OfficeHome)',
    [...settled(), aSignIn({user, ip: strange, agent: 'axios/1.7.9'})],
    ['AUTH-08 medium'],
  ],
  [
    'a first curl through another application',
    [...settled(), aSignIn({user, agent: 'curl/8.5.0', application: azurePowerShell})],
    ['AUTH-08 low'],
  ],
  ['an own automation that runs daily', daily],
  ['the browser', [...settled(), aSignIn({user, ip: strange})]],
  ['Azure PowerShell', [...settled(), aSignIn({user, agent: 'AzurePowershell/v14.0 Windows'})]],
  ['a failed script', [...settled(), aSignIn({user, agent: 'python-requests/2.32', error: '50126'})]],
  ['a browser that says so of itself', [aSignIn({agent: 'Mozilla/5.0 (X11; Linux) node-red-dashboard'})]],
])

telling('AUTH-09, without MFA', scriptedSignIns, [
  ['BAV2ROPC for the first time', [...settled(), aSignIn({user, agent: 'BAV2ROPC'})], ['AUTH-09 low']],
  ['BAV2ROPC at a strange place', [...settled(), aSignIn({user, ip: strange, agent: 'BAV2ROPC'})], ['AUTH-09 medium']],
  [
    'a printer that always did',
    [2, 6, 12, 18].map(day => aSignIn({user: 'scan@contoso.example', agent: 'CBAInPROD', time: at(day)})),
  ],
  ['a guess at the password', [...settled(), aSignIn({user, ip: strange, agent: 'BAV2ROPC', error: '50126'})]],
  ['the browser', [...settled(), aSignIn({user})]],
])
