targetScope = 'resourceGroup'

metadata description = 'Atlas Engine: a function app on Flex Consumption, its stores, its queue, its vault and what watches over them.'

// ---- What everybody chooses ----

@minLength(2)
@maxLength(12)
@description('Short name of this deployment, part of every resource name: letters and digits.')
param environmentName string

@description('Where everything goes. Flex Consumption and the Durable Task Scheduler are not in every region.')
param location string = resourceGroup().location

@allowed(['smallest', 'standard', 'private'])
@description('smallest: pay for use only. standard: warm instances, zone redundant storage, a longer memory. private: as standard, and the stores are reached over private endpoints only.')
param profile string = 'smallest'

@secure()
@description('Hex SHA-256 of the secret that may make workspaces; empty: nobody can.')
param setupKeyHash string = ''

@description('Who is told when an alert fires. Without anybody the alerts still show in the portal.')
param alertEmails array = []

@minValue(0)
@description('Monthly budget of the resource group in the currency of the subscription; 0: none.')
param monthlyBudget int = 0

@description('First day of the month in which the budget is made, such as 2026-11-01. Azure refuses another one later: write it down once, beside the amount.')
param budgetStart string = ''

@description('Settings of the app that are no secrets, such as Apps__threads__ClientId.')
param settings object = {}

@description('Settings of the app that are secrets: name of the setting to name of the secret in the vault of this deployment. Never a value.')
param secretSettings object = {}

@description('Tags of every resource, besides those that the template gives.')
param tags object = {}

// ---- What a profile chooses, unless it is given here ----

@allowed(['', 'DurableTaskScheduler', 'AzureStorage'])
@description('Where orchestrations are kept. Empty: the profile decides.')
param orchestrationBackend string = ''

@allowed(['', 'Consumption', 'Dedicated'])
@description('Durable Task Scheduler: pay for each action, or for a unit of capacity. Empty: Consumption.')
param schedulerSku string = ''

@minValue(1)
@maxValue(3)
@description('Units of a dedicated scheduler; 3 make it highly available.')
param schedulerCapacity int = 1

@allowed(['', 'Basic', 'Standard', 'Premium'])
@description('Empty: the profile decides. Private endpoints need Premium.')
param serviceBusSku string = ''

@minValue(-1)
@description('Instances kept warm for HTTP; -1: the profile decides.')
param alwaysReadyHttp int = -1

@minValue(-1)
@description('Instances kept warm for orchestrations and activities; -1: the profile decides. Azure Storage as back end wants one.')
param alwaysReadyDurable int = -1

@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@allowed([0, 512, 2048, 4096])
@description('Memory of an instance; 0: the profile decides. What the timers of an idle month cost with it: docs/cost.md.')
param instanceMemoryMB int = 0

@description('Instances in several zones. The platform then keeps, and bills, two instances for each scale group: docs/cost.md says what that comes to.')
param zoneRedundantApp bool = false

@allowed(['Recreate', 'RollingUpdate'])
@description('How a new package takes over. Recreate ends what runs; RollingUpdate lets it come to its end and has been in preview.')
param siteUpdateStrategy string = 'Recreate'

@description('App role that operators of the deployment need besides a function key. Only with authentication of the platform switched on; empty: the key is enough.')
param operatorRole string = ''

@allowed(['', 'Standard_AzureFrontDoor', 'Premium_AzureFrontDoor'])
@description('A front door with a web application firewall before the app. Empty: none. Only Premium has the managed rules.')
param frontDoorSku string = ''

@description('A domain of your own. It needs the front door, which holds its certificate.')
param customDomain string = ''

// ---- What follows ----

var isPrivate = profile == 'private'
var isSmallest = profile == 'smallest'
// The scheduler is reached over the internet; in the private profile the hub lies in the host's own account instead.
var backend = !empty(orchestrationBackend) ? orchestrationBackend : (isPrivate ? 'AzureStorage' : 'DurableTaskScheduler')
var busSku = !empty(serviceBusSku) ? serviceBusSku : (isPrivate ? 'Premium' : (isSmallest ? 'Basic' : 'Standard'))
var memoryMB = instanceMemoryMB > 0 ? instanceMemoryMB : (isSmallest ? 512 : 2048)
var warmHttp = alwaysReadyHttp >= 0 ? alwaysReadyHttp : (isSmallest ? 0 : 1)
var warmDurable = alwaysReadyDurable >= 0 ? alwaysReadyDurable : (isSmallest && backend == 'DurableTaskScheduler' ? 0 : 1)
var token = take(uniqueString(subscription().id, resourceGroup().id, environmentName), 8)
var suffix = '${toLower(environmentName)}-${token}'
var allTags = union(tags, { application: 'atlas-engine', environment: environmentName, profile: profile, 'azd-env-name': environmentName })

// Names that the code knows.
var tableName = 'atlas'
var mediaContainer = 'media'
var queueName = 'work'
var packageContainer = 'packages'
var taskHubName = 'atlas'

var functionAppName = 'func-${suffix}'
var ownHostName = '${functionAppName}.azurewebsites.net'

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    name: 'id-${suffix}'
    location: location
    tags: allTags
  }
}

module network 'modules/network.bicep' = if (isPrivate) {
  name: 'network'
  params: {
    name: 'vnet-${suffix}'
    location: location
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    workspaceName: 'log-${suffix}'
    componentName: 'appi-${suffix}'
    location: location
    tags: allTags
    retentionInDays: isSmallest ? 30 : 90
    dailyQuotaGb: isSmallest ? 1 : 10
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    hostAccountName: 'sth${replace(suffix, '-', '')}'
    rowsAccountName: 'str${replace(suffix, '-', '')}'
    mediaAccountName: 'stm${replace(suffix, '-', '')}'
    tableName: tableName
    mediaContainer: mediaContainer
    packageContainer: packageContainer
    sku: isSmallest ? 'Standard_LRS' : 'Standard_ZRS'
    isPrivate: isPrivate
    location: location
    tags: allTags
  }
}

module serviceBus 'modules/servicebus.bicep' = {
  name: 'servicebus'
  params: {
    name: 'sb-${suffix}'
    queueName: queueName
    sku: busSku
    isPrivate: isPrivate
    location: location
    tags: allTags
  }
}

module vault 'modules/keyvault.bicep' = {
  name: 'keyvault'
  params: {
    name: 'kv-${suffix}'
    workspaceId: monitoring.outputs.workspaceId
    isPrivate: isPrivate
    location: location
    tags: allTags
  }
}

module scheduler 'modules/scheduler.bicep' = if (backend == 'DurableTaskScheduler') {
  name: 'scheduler'
  params: {
    name: 'dts-${suffix}'
    taskHubName: taskHubName
    sku: empty(schedulerSku) ? 'Consumption' : schedulerSku
    capacity: schedulerCapacity
    location: location
    tags: allTags
  }
}

module roles 'modules/roles.bicep' = {
  name: 'roles'
  params: {
    principalId: identity.outputs.principalId
    hostAccountName: storage.outputs.hostAccountName
    rowsAccountName: storage.outputs.rowsAccountName
    mediaAccountName: storage.outputs.mediaAccountName
    serviceBusName: serviceBus.outputs.name
    queueName: queueName
    vaultName: vault.outputs.name
    componentName: monitoring.outputs.componentName
    schedulerName: backend == 'DurableTaskScheduler' ? scheduler!.outputs.name : ''
  }
}

module endpoints 'modules/privateendpoints.bicep' = if (isPrivate) {
  name: 'privateendpoints'
  params: {
    suffix: suffix
    subnetId: network!.outputs.endpointSubnetId
    networkId: network!.outputs.id
    hostAccountId: storage.outputs.hostAccountId
    rowsAccountId: storage.outputs.rowsAccountId
    serviceBusId: serviceBus.outputs.id
    vaultId: vault.outputs.id
    location: location
    tags: allTags
  }
}

module frontDoor 'modules/frontdoor.bicep' = if (!empty(frontDoorSku)) {
  name: 'frontdoor'
  params: {
    name: 'afd-${suffix}'
    wafName: 'waf${replace(suffix, '-', '')}'
    sku: frontDoorSku
    originHostName: ownHostName
    customDomain: customDomain
    tags: allTags
  }
}

var publicHostName = empty(frontDoorSku) ? ownHostName : frontDoor!.outputs.hostName

module functionApp 'modules/functionapp.bicep' = {
  name: 'functionapp'
  params: {
    name: functionAppName
    planName: 'plan-${suffix}'
    location: location
    tags: allTags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hostAccountName: storage.outputs.hostAccountName
    rowsAccountName: storage.outputs.rowsAccountName
    mediaAccountName: storage.outputs.mediaAccountName
    tableName: tableName
    mediaContainer: mediaContainer
    packageContainer: packageContainer
    serviceBusHostName: serviceBus.outputs.hostName
    vaultUri: vault.outputs.uri
    vaultName: vault.outputs.name
    insightsConnectionString: monitoring.outputs.connectionString
    backend: backend
    taskHubName: taskHubName
    schedulerEndpoint: backend == 'DurableTaskScheduler' ? scheduler!.outputs.endpoint : ''
    publicBaseUrl: 'https://${publicHostName}'
    setupKeyHash: setupKeyHash
    settings: settings
    secretSettings: secretSettings
    alwaysReadyHttp: warmHttp
    alwaysReadyDurable: warmDurable
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: memoryMB
    siteUpdateStrategy: siteUpdateStrategy
    operatorRole: operatorRole
    zoneRedundant: zoneRedundantApp
    subnetId: isPrivate ? network!.outputs.appSubnetId : ''
    frontDoorId: empty(frontDoorSku) ? '' : frontDoor!.outputs.frontDoorId
  }
  dependsOn: [
    roles
    endpoints
  ]
}

module queries 'modules/queries.bicep' = {
  name: 'queries'
  params: {
    name: 'qp-${suffix}'
    location: location
    tags: allTags
  }
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  params: {
    componentId: monitoring.outputs.componentId
    serviceBusId: serviceBus.outputs.id
    vaultId: vault.outputs.id
    location: location
    tags: allTags
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    suffix: suffix
    componentId: monitoring.outputs.componentId
    serviceBusId: serviceBus.outputs.id
    vaultId: vault.outputs.id
    queueName: queueName
    emails: alertEmails
    location: location
    tags: allTags
  }
}

module budget 'modules/budget.bicep' = if (monthlyBudget > 0 && !empty(alertEmails)) {
  name: 'budget'
  params: {
    name: 'budget-${suffix}'
    amount: monthlyBudget
    startDate: budgetStart
    emails: alertEmails
  }
}

output AZURE_FUNCTION_APP_NAME string = functionApp.outputs.name
output AZURE_KEY_VAULT_NAME string = vault.outputs.name
output AZURE_IDENTITY_NAME string = identity.outputs.name
output AZURE_ROWS_ACCOUNT_NAME string = storage.outputs.rowsAccountName
output AZURE_MEDIA_ACCOUNT_NAME string = storage.outputs.mediaAccountName
output ATLAS_PUBLIC_BASE_URL string = 'https://${publicHostName}'
