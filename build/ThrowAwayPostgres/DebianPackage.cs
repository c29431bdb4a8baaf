using System.Globalization;

namespace PostgresWorker.ThrowAway;

/// <summary>Debian's and Ubuntu's package of the server, for machines that have none.</summary>
internal static class DebianPackage
{
    private const string ClusterSettings = "/etc/postgresql-common/createcluster.conf";

    /// <summary>Installs it; false where this is not Debian or Ubuntu, or not root.</summary>
    public static async Task<bool> InstallAsync(int? version, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !File.Exists("/etc/debian_version") || !File.Exists("/usr/bin/apt-get"))
        {
            return false;
        }

        var package = version is null ? "postgresql" : string.Create(CultureInfo.InvariantCulture, $"postgresql-{version}");
        await Console.Error.WriteLineAsync($"No such Postgres server was found: installing the package {package}.".AsMemory(), ct).ConfigureAwait(false);

        // Only the programs are wanted: the package would make a cluster and start it.
        if (!File.Exists(ClusterSettings))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(ClusterSettings)!);
            await File.WriteAllTextAsync(ClusterSettings, "create_main_cluster = false\n", ct).ConfigureAwait(false);
        }

        await AptGetAsync(package, ["update", "-qq"], ct).ConfigureAwait(false);
        string[] keepSettings = ["-o", "Dpkg::Options::=--force-confold"];
        await AptGetAsync(package, ["install", "-y", "-qq", "--no-install-recommends", .. keepSettings, package], ct).ConfigureAwait(false);
        return true;
    }

    private static async Task AptGetAsync(string package, string[] arguments, CancellationToken ct)
    {
        var result = await ProgramRun.RunAsync(
            "/usr/bin/env",
            ["DEBIAN_FRONTEND=noninteractive", "UCF_FORCE_CONFFOLD=1", "apt-get", "-o", "DPkg::Lock::Timeout=300", .. arguments],
            ct).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw new ThrowAwayPostgresException(
                $"No such Postgres server was found, and apt-get could not install {package}. Install it by hand, or set {PostgresSearch.BinVariable} to the folder of its programs.\n" +
                $"apt-get {string.Join(' ', arguments)}:\n{result.Output}");
        }
    }
}
