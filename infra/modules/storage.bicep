metadata description = 'Three accounts, so that each right and each network rule covers one thing: the host (package, locks, hub), the rows, the media.'

param hostAccountName string
param rowsAccountName string
param mediaAccountName string
param tableName string
param mediaContainer string
param packageContainer string

@allowed(['Standard_LRS', 'Standard_ZRS'])
param sku string

param isPrivate bool
param location string
param tags object

// Networks fetch media by signed address, so that account has no private endpoint and stays open; the container itself is private.
var storesAccess = isPrivate ? 'Disabled' : 'Enabled'

resource host 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: take(hostAccountName, 24)
  location: location
  tags: union(tags, { purpose: 'host' })
  sku: {
    name: sku
  }
  kind: 'StorageV2'
  properties: {
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    publicNetworkAccess: storesAccess
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }
}

resource hostBlobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: host
  name: 'default'
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: hostBlobs
  name: packageContainer
  properties: {
    publicAccess: 'None'
  }
}

resource rows 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: take(rowsAccountName, 24)
  location: location
  tags: union(tags, { purpose: 'rows' })
  sku: {
    name: sku
  }
  kind: 'StorageV2'
  properties: {
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    publicNetworkAccess: storesAccess
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: rows
  name: 'default'
}

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = {
  parent: tables
  name: tableName
}

resource media 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: take(mediaAccountName, 24)
  location: location
  tags: union(tags, { purpose: 'media' })
  sku: {
    name: sku
  }
  kind: 'StorageV2'
  properties: {
    accessTier: 'Hot'
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    publicNetworkAccess: 'Enabled'
  }
}

resource mediaBlobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: media
  name: 'default'
  properties: {
    // A file that was deleted by mistake, or by a stolen key, can be had back for a week. A request for erasure is over after it.
    deleteRetentionPolicy: {
      enabled: true
      days: 7
    }
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: mediaBlobs
  name: mediaContainer
  properties: {
    publicAccess: 'None'
  }
}

// Temporary media is deleted by the app, which knows when the last post with it has settled. Pieces of an upload that was
// never finished are no blob yet: the service drops them after a week.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: media
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          // Nothing is read for long after it was published: it gets cheaper, and stays at hand.
          name: 'old-media-cools-down'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['${mediaContainer}/']
            }
            actions: {
              baseBlob: {
                tierToCool: {
                  daysAfterModificationGreaterThan: 90
                }
              }
            }
          }
        }
      ]
    }
  }
}

output hostAccountName string = host.name
output hostAccountId string = host.id
output rowsAccountName string = rows.name
output rowsAccountId string = rows.id
output mediaAccountName string = media.name
