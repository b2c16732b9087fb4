using System.Text;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Operations;
using Atlas.Core.Workspaces;
using Atlas.Functions.Operations;
using Microsoft.AspNetCore.Http;

namespace Atlas.Functions.Tests.Operations;

/// <summary>What the settings of a deployment let in.</summary>
public sealed class OperatorAccessTests
{
    private static readonly string s_hash = ApiKeySecret.HashOf(new Secret("the key"));

    [Theory]
    [InlineData("the key", true)]
    [InlineData("another", false)]
    [InlineData("", false)]
    public void With_a_hash_only_its_key_is_taken(string key, bool admitted)
    {
        var options = new OperationsOptions { KeyHash = s_hash, FunctionKeys = true };

        Assert.Equal(admitted, !new OperatorAccess(options).Admit(Request(key)).Failed);
    }

    [Fact]
    public void A_deployment_that_says_nothing_lets_nobody_in()
    {
        Assert.Equal(401, new OperatorAccess(new OperationsOptions()).Admit(Request("any")).Problem?.Status);
        Assert.Equal(401, new OperatorAccess(new OperationsOptions { KeyHash = "00" }).Admit(Request("any")).Problem?.Status);
    }

    [Fact]
    public void Where_the_host_checks_function_keys_one_that_it_let_through_is_enough()
    {
        var access = new OperatorAccess(new OperationsOptions { FunctionKeys = true });

        Assert.Equal($"operator:{ApiKeySecret.HashOf(new Secret("one"))[..8]}", access.Admit(Request("one")).Value?.KeyId);
        Assert.NotEqual(access.Admit(Request("one")).Value?.KeyId, access.Admit(Request("another")).Value?.KeyId);
        Assert.True(access.Admit(Request("")).Failed);
    }

    [Fact]
    public void A_role_is_needed_besides_the_key_and_names_who_asks()
    {
        var access = new OperatorAccess(new OperationsOptions { FunctionKeys = true, EntraRole = "Atlas.Operator" });

        Assert.Equal("operator:ana@example.com", access.Admit(Request("k", Principal("Atlas.Operator"))).Value?.KeyId);
        Assert.Equal(403, access.Admit(Request("k", Principal("Atlas.Reader"))).Problem?.Status);
        Assert.Equal(403, access.Admit(Request("k")).Problem?.Status);
        Assert.Equal(401, access.Admit(Request("", Principal("Atlas.Operator"))).Problem?.Status);
    }

    [Theory]
    [InlineData("no base64 at all")]
    [InlineData("e30=")] // {}
    [InlineData("W10=")] // []
    [InlineData("bnVsbA==")] // null
    [InlineData("eyJjbGFpbXMiOiA1LCAibmFtZV90eXAiOiAibiIsICJyb2xlX3R5cCI6ICJyIn0=")] // claims: 5
    public void A_principal_that_cannot_be_read_is_nobodys(string header)
    {
        var access = new OperatorAccess(new OperationsOptions { FunctionKeys = true, EntraRole = "Atlas.Operator" });

        Assert.Equal(403, access.Admit(Request("k", header)).Problem?.Status);
    }

    private static HttpRequest Request(string key, string? principal = null)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers["x-functions-key"] = key;
        if (principal is not null)
        {
            request.Headers["X-MS-CLIENT-PRINCIPAL"] = principal;
        }

        return request;
    }

    /// <summary>As App Service writes it.</summary>
    private static string Principal(string role)
    {
        const string NameType = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name";
        const string RoleType = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";
        var json = JsonSerializer.Serialize(
            new
            {
                auth_typ = "aad",
                name_typ = NameType,
                role_typ = RoleType,
                claims = new[] { new { typ = NameType, val = "ana@example.com" }, new { typ = RoleType, val = role } },
            }
        );
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(json));
    }
}
