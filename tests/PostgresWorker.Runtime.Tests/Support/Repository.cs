using System.Reflection;

namespace PostgresWorker.Tests.Support;

/// <summary>Where the sources and pages are that tests compare with what runs.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "RepositoryRoot").Value!;
}
