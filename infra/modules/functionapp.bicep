metadata description = 'The function app on Flex Consumption, and every setting that it reads.'

param name string
param planName string
param location string
param tags object
param identityId string
param identityClientId string
param hostAccountName string
param rowsAccountName string
param mediaAccountName string
param tableName string
param mediaContainer string
param packageContainer string
param serviceBusHostName string
param vaultUri string
param vaultName string
param insightsConnectionString string

@allowed(['DurableTaskScheduler', 'AzureStorage'])
param backend string

param taskHubName string
param schedulerEndpoint string
param publicBaseUrl string

@secure()
param setupKeyHash string

param settings object
param secretSettings object
param alwaysReadyHttp int
param alwaysReadyDurable int
param maximumInstanceCount int
param instanceMemoryMB int
param zoneRedundant bool

@allowed(['Recreate', 'RollingUpdate'])
param siteUpdateStrategy string

@description('App role that operators need besides a function key; empty: the key is enough.')
param operatorRole string

@description('Empty: the app calls out over the internet.')
param subnetId string

@description('Empty: anybody reaches the app. Else only this front door does.')
param frontDoorId string

var storageSuffix = environment().suffixes.storage

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

var warm = concat(
  alwaysReadyHttp > 0 ? [{ name: 'http', instanceCount: alwaysReadyHttp }] : [],
  alwaysReadyDurable > 0 ? [{ name: 'durable', instanceCount: alwaysReadyDurable }] : []
)

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: 'Enabled'
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: 'https://${hostAccountName}.blob.${storageSuffix}/${packageContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstanceCount
        instanceMemoryMB: instanceMemoryMB
        alwaysReady: warm
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      // Documented from API version 2024-11-01 on: learn.microsoft.com/azure/azure-functions/flex-consumption-site-updates
      siteUpdateStrategy: {
        type: siteUpdateStrategy
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      ipSecurityRestrictionsDefaultAction: empty(frontDoorId) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: empty(frontDoorId)
        ? []
        : [
            {
              name: 'front-door'
              priority: 100
              action: 'Allow'
              tag: 'ServiceTag'
              ipAddress: 'AzureFrontDoor.Backend'
              headers: {
                'x-azure-fdid': [frontDoorId]
              }
            }
          ]
    }
  }
}

resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource noDeployPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

// What host.json says for the scheduler, said again for Azure Storage: settings win over host.json.
var storageBackendSettings = {
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'AzureStorage'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'AzureWebJobsStorage'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__maxQueuePollingInterval: '00:00:05'
}

var schedulerSettings = {
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};TaskHub=${taskHubName};Authentication=ManagedIdentity;ClientID=${identityClientId}'
}

var ownSettings = {
  AzureWebJobsStorage__blobServiceUri: 'https://${hostAccountName}.blob.${storageSuffix}'
  AzureWebJobsStorage__queueServiceUri: 'https://${hostAccountName}.queue.${storageSuffix}'
  AzureWebJobsStorage__tableServiceUri: 'https://${hostAccountName}.table.${storageSuffix}'
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  AzureWebJobsDisableHomepage: 'true'
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${identityClientId}'
  TASKHUB_NAME: taskHubName
  ServiceBus__fullyQualifiedNamespace: serviceBusHostName
  ServiceBus__credential: 'managedidentity'
  ServiceBus__clientId: identityClientId
  Atlas__PublicBaseUrl: publicBaseUrl
  Atlas__SetupKeyHash: setupKeyHash
  Atlas__Operations__FunctionKeys: 'true'
  Atlas__Operations__EntraRole: operatorRole
  Atlas__Storage__TableEndpoint: 'https://${rowsAccountName}.table.${storageSuffix}'
  Atlas__Storage__TableName: tableName
  Atlas__Storage__BlobEndpoint: 'https://${mediaAccountName}.blob.${storageSuffix}'
  Atlas__Storage__MediaContainer: mediaContainer
  Atlas__Storage__KeyVaultUri: vaultUri
  Atlas__Storage__ManagedIdentityClientId: identityClientId
}

var references = toObject(
  items(secretSettings),
  item => item.key,
  item => '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=${item.value})'
)

resource appSettings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: union(settings, references, backend == 'AzureStorage' ? storageBackendSettings : schedulerSettings, ownSettings)
}

output name string = app.name
