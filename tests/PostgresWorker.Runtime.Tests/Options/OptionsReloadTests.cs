using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using PostgresWorker.Delivery;
using PostgresWorker.Hosting;
using PostgresWorker.Sharding;
using PostgresWorker.Sources;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Options;

/// <summary>Options that change while a source runs.</summary>
public sealed class OptionsReloadTests : IDisposable
{
    private const string Section = "PostgresWorker:Sources:shop:";

    private readonly CapturingLogger _logger = new();
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
    private readonly SourceOptions _running;
    private readonly OptionsReload _reload;

    public OptionsReloadTests()
    {
        _configuration[$"{Section}ConnectionString"] = "Host=a;Password=hush";
        var factory = new OptionsFactory<SourceOptions>(
            [new ConfigureNamedOptions<SourceOptions>("shop", options => _configuration.GetSection("PostgresWorker:Sources:shop").Bind(options))], [], [new SourceOptionsValidator()]);
        _running = factory.Create("shop");
        _reload = new OptionsReload("shop", _running, factory, _configuration, _logger);
    }

    [Fact]
    public void What_is_safe_takes_effect_at_once_for_listeners_too()
    {
        var policy = new DeliveryPolicy(Shop.Listener("Things.Changed"), _running, []);
        var shard = _running.Of(new Shard(1, 2), "shop");
        Load(("MaxAttempts", "3"), ("HandlerTimeout", "00:00:07"), ("DegradedLag", "00:01:00"));
        Assert.Equal((3, TimeSpan.FromSeconds(7), TimeSpan.FromMinutes(1)), (_running.MaxAttempts, _running.HandlerTimeout, _running.DegradedLag));
        Assert.Equal((3, TimeSpan.FromSeconds(7)), (policy.Retry.For(new IOException()).MaxAttempts, policy.Timeout));
        Assert.Equal(3, shard.MaxAttempts);
        Assert.Equal(
            [$"Source shop: {Section}MaxAttempts is 3 from now on", $"Source shop: {Section}HandlerTimeout is 00:00:07 from now on", $"Source shop: {Section}DegradedLag is 00:01:00 from now on"],
            _logger.Lines.Select(line => line.Message));
    }

    [Fact]
    public void What_is_not_is_refused_once_by_its_path_and_without_its_value()
    {
        Load(("MaxConcurrency", "3"), ("ConnectionString", "Host=b;Password=secret"));
        Load(("MaxAttempts", "5"));
        Assert.Equal((8, "Host=a;Password=hush", 5), (_running.MaxConcurrency, _running.ConnectionString, _running.MaxAttempts));
        Assert.Equal(2, _logger.Lines.Count(line => line.EventId == PostgresWorkerEventIds.OptionNotReloaded));
        Assert.Contains(_logger.Lines, line => line.Message.Contains($"{Section}MaxConcurrency was changed, which takes a restart", StringComparison.Ordinal));
        Assert.DoesNotContain(_logger.Lines, line => line.Message.Contains("secret", StringComparison.Ordinal));

        // Put back, there is nothing to say.
        Load(("MaxConcurrency", "8"));
        Assert.Equal(2, _logger.Lines.Count(line => line.EventId == PostgresWorkerEventIds.OptionNotReloaded));
    }

    [Fact]
    public void What_can_not_work_changes_nothing()
    {
        Load(("MaxAttempts", "3"), ("DrainTimeout", "-00:00:01"));
        Assert.Equal((64, TimeSpan.FromSeconds(20)), (_running.MaxAttempts, _running.DrainTimeout));
        Assert.Contains($"{Section}DrainTimeout is -00:00:01", Assert.Single(_logger.Lines).Message, StringComparison.Ordinal);
        Load(("DrainTimeout", "00:00:01"));
        Assert.Equal((3, TimeSpan.FromSeconds(1)), (_running.MaxAttempts, _running.DrainTimeout));
    }

    [Fact]
    public void Of_each_option_that_a_configuration_has_it_is_said_whether_it_may_change()
    {
        Assert.Equal(Option.All.Where(option => !option.IsCallback).Select(option => option.Name).Order(StringComparer.Ordinal), ReloadableOption.All.Select(option => option.Name).Order(StringComparer.Ordinal));
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "options.md"));
        var safe = ReloadableOption.All.Where(option => option.Copy is not null).Select(option => $"`{option.Name}`");
        Assert.Contains($"\n{string.Join(", ", safe)}.\n", page, StringComparison.Ordinal);
    }

    public void Dispose() => _reload.Dispose();

    private void Load(params (string Name, string Value)[] settings)
    {
        foreach (var (name, value) in settings)
        {
            _configuration[Section + name] = value;
        }

        _configuration.Reload();
    }
}
