using System.Globalization;

namespace PostgresWorker.Benchmarks;

/// <summary>How much is measured, where a variable may say another number.</summary>
internal static class Size
{
    public static int Of(string variable, int otherwise) => int.Parse(Environment.GetEnvironmentVariable(variable) ?? otherwise.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
