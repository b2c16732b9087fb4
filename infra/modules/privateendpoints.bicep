metadata description = 'Private profile: the ways from the app into its stores, and the names by which it finds them.'

param suffix string
param subnetId string
param networkId string
param hostAccountId string
param rowsAccountId string
param serviceBusId string
param vaultId string
param location string
param tags object

var ways = [
  { name: 'host-blob', target: hostAccountId, group: 'blob', zone: 0 }
  { name: 'host-queue', target: hostAccountId, group: 'queue', zone: 1 }
  { name: 'host-table', target: hostAccountId, group: 'table', zone: 2 }
  { name: 'rows-table', target: rowsAccountId, group: 'table', zone: 2 }
  { name: 'bus', target: serviceBusId, group: 'namespace', zone: 3 }
  { name: 'vault', target: vaultId, group: 'vault', zone: 4 }
]

var zoneNames = [
  'privatelink.blob.${environment().suffixes.storage}'
  'privatelink.queue.${environment().suffixes.storage}'
  'privatelink.table.${environment().suffixes.storage}'
  'privatelink.servicebus.windows.net'
  'privatelink.vaultcore.azure.net'
]

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zone in zoneNames: {
    name: zone
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zone, i) in zoneNames: {
    parent: zones[i]
    name: 'link-${suffix}'
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      // The media account has a name of the same zone and no private endpoint: what the zone doesn't know is asked outside.
      resolutionPolicy: 'NxDomainRedirect'
      virtualNetwork: {
        id: networkId
      }
    }
  }
]

resource endpoints 'Microsoft.Network/privateEndpoints@2025-05-01' = [
  for way in ways: {
    name: 'pe-${way.name}-${suffix}'
    location: location
    tags: tags
    properties: {
      subnet: {
        id: subnetId
      }
      privateLinkServiceConnections: [
        {
          name: way.name
          properties: {
            privateLinkServiceId: way.target
            groupIds: [way.group]
          }
        }
      ]
    }
  }
]

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-05-01' = [
  for (way, i) in ways: {
    parent: endpoints[i]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: way.group
          properties: {
            privateDnsZoneId: zones[way.zone].id
          }
        }
      ]
    }
  }
]
