using System.Globalization;

namespace PostgresWorker.Generators.Model;

internal static class StableHashing
{
    /// <summary>FNV-1a, the same in every process, as <see cref="string.GetHashCode()"/> is not.</summary>
    public static string StableHash(this string text)
    {
        var hash = 2166136261u;
        foreach (var character in text)
        {
            hash = unchecked((hash ^ character) * 16777619u);
        }

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
