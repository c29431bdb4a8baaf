using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using PostgresWorker.Telemetry;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Telemetry;

/// <summary>The manual has every metric of the code, with its kind and unit, and no other.</summary>
public sealed partial class TelemetryPageTests
{
    [Fact]
    public void Manual_has_the_instruments_of_the_code()
    {
        var root = Repository.Root;
        var manual = File.ReadAllText(Path.Combine(root, "docs", "telemetry.md"));
        var rows = Row().Matches(manual).Select(row => (row.Groups["name"].Value, row.Groups["kind"].Value, row.Groups["unit"].Value));
        Assert.Equal(Instruments().Order(), rows.Order());
    }

    [Fact]
    public void Metrics_that_alerts_name_exist()
    {
        var root = Repository.Root;
        var page = File.ReadAllText(Path.Combine(root, "docs", "operations.md"));
        var alerts = page[page.IndexOf("## Alerts to set", StringComparison.Ordinal)..page.IndexOf("## Runbook", StringComparison.Ordinal)];
        var named = Named().Matches(alerts).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToArray();
        Assert.True(named.Length >= 10, "Alerts are missing.");
        Assert.Subset(Instruments().Select(instrument => instrument.Name).ToHashSet(StringComparer.Ordinal), named.ToHashSet(StringComparer.Ordinal));
    }

    private static List<(string Name, string Kind, string Unit)> Instruments()
    {
        List<(string, string, string)> instruments = [];
        using var worker = new WorkerTelemetry(meters: null);
        SourceGauges.Create(worker.Meter, []);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter == worker.Meter)
                {
                    instruments.Add((instrument.Name, KindOf(instrument), instrument.Unit!));
                    Assert.NotEmpty(instrument.Description!);
                }
            },
        };
        listener.Start();
        return instruments;
    }

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Histogram" => "histogram",
        "Counter" => "counter",
        "ObservableGauge" => "gauge",
        "ObservableUpDownCounter" => "up-down counter",
        var other => other,
    };

    [GeneratedRegex(@"^\| `(?<name>(messaging|postgres_worker)\.[a-z_.]+)` \| (?<kind>counter|histogram|gauge|up-down counter) \| (?<unit>[^ ]+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<name>(messaging|postgres_worker)\.[a-z_.]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
