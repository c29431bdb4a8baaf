using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Security;

/// <summary>A server that takes connections by TLS and SCRAM only, with the certificate of an authority that is nobody else's.</summary>
internal sealed class EncryptedServer : IAsyncDisposable
{
    private readonly ThrowAwayPostgres _server;
    private readonly DirectoryInfo _folder;

    private EncryptedServer(ThrowAwayPostgres server, DirectoryInfo folder) => (_server, _folder) = (server, folder);

    public ThrowAwayPostgres Server => _server;

    /// <summary>The authority's certificate.</summary>
    public string Authority => Path.Combine(_folder.FullName, "ca.pem");

    public static async Task<EncryptedServer> StartAsync(CancellationToken cancellationToken)
    {
        var server = await ThrowAwayPostgres.StartAsync(
            new ThrowAwayPostgresOptions { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["password_encryption"] = "scram-sha-256" } }, cancellationToken);
        var encrypted = new EncryptedServer(server, Directory.CreateTempSubdirectory("certificates"));
        try
        {
            using var key = RSA.Create(2048);
            using var authority = MakeAuthority("CN=The test's own authority");
            using var certificate = MakeServer(authority, key);
            await File.WriteAllTextAsync(encrypted.Authority, authority.ExportCertificatePem(), cancellationToken);

            // The server's user must own its key: the server itself writes it.
            await using var data = NpgsqlDataSource.Create(server.ConnectionString);
            await WriteAsync(data, "server.crt", certificate.ExportCertificatePem());
            await WriteAsync(data, "server.key", key.ExportPkcs8PrivateKeyPem());
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(Path.Combine(server.DataDirectory, "server.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            await using (var settings = data.CreateCommand("ALTER SYSTEM SET ssl = on"))
            {
                await settings.ExecuteNonQueryAsync(cancellationToken);
            }

            // Of the superuser, which only the test is.
            await WriteAsync(data, "pg_hba.conf", "host all postgres 127.0.0.1/32 trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n");
            await using var reload = data.CreateCommand("SELECT pg_reload_conf()");
            await reload.ExecuteNonQueryAsync(cancellationToken);
            await WhenEncryptedAsync(data);
            return encrypted;
        }
        catch
        {
            await encrypted.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes the certificate of another authority.</summary>
    public string AnotherAuthority()
    {
        using var other = MakeAuthority("CN=Somebody else");
        var path = Path.Combine(_folder.FullName, "other.pem");
        File.WriteAllText(path, other.ExportCertificatePem());
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static Task WhenEncryptedAsync(NpgsqlDataSource data) => PostgresWorker.Integration.Server.Eventually.IsTrueAsync(
        async () =>
        {
            await using var command = data.CreateCommand("SELECT current_setting('ssl') = 'on' AND EXISTS (SELECT FROM pg_hba_file_rules WHERE auth_method = 'scram-sha-256')");
            return await command.ExecuteScalarAsync() is true;
        },
        "the server takes TLS");

    private static async Task WriteAsync(NpgsqlDataSource data, string file, string content)
    {
        await using var make = data.CreateCommand("SELECT lo_from_bytea(0, $1)");
        make.Parameters.Add(new() { Value = System.Text.Encoding.ASCII.GetBytes(content) });
        var made = (uint)(await make.ExecuteScalarAsync())!;
        await using var export = data.CreateCommand("SELECT lo_export($1, current_setting('data_directory') || '/' || $2)");
        export.Parameters.Add(new() { Value = made, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid });
        export.Parameters.Add(new() { Value = file });
        await export.ExecuteNonQueryAsync();
    }

    private static X509Certificate2 MakeAuthority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
    }

    private static X509Certificate2 MakeServer(X509Certificate2 authority, RSA key)
    {
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        return request.Create(authority, TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1), [1, 2, 3, 4]);
    }
}
