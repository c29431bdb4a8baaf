using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;
using PostgresWorker.Outbox.Provisioning;
using PostgresWorker.Sharding;
using PostgresWorker.Wal;

namespace PostgresWorker.Sources;

/// <summary>Refuses options that cannot work, naming the configuration path, the value and what is allowed.</summary>
internal sealed class SourceOptionsValidator : IValidateOptions<SourceOptions>
{
    // NAMEDATALEN - 1
    private const int MaxNameLength = 63;

    // Below, what is kept of a few keys that fail would stop the reader.
    private const long MinInFlightBytes = 1L << 20, MaxInFlightBytes = 1L << 40;

    private const int MaxAttempts = 100_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1), Day = TimeSpan.FromDays(1);

    // Npgsql's message names the keyword and not the value, which may be a password.
    private static string? Malformed(string connectionString)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(connectionString);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return e.Message;
        }
    }

    private static IEnumerable<string> OutboxFailures(string path, string name, SourceOptions options)
    {
        if (SlotName.For(name, options).Length > OutboxNames.MaxConsumerLength)
        {
            yield return $"{path}:Slot is '{SlotName.For(name, options)}'; with Capture Outbox it names tables and is at most {OutboxNames.MaxConsumerLength} characters long.";
        }

        if (options.StoreConnectionString is not null)
        {
            yield return $"{path}:StoreConnectionString is given; with Capture Outbox schema postgres_worker is in the source's database, where the outbox is. Leave it out.";
        }

        if (options.PublishColumns == PublishColumns.Needed)
        {
            yield return $"{path}:PublishColumns is Needed; with Capture Outbox there is no publication. Leave it out.";
        }

        if (options.Checkpoint == Checkpoint.SlotOnly)
        {
            yield return $"{path}:Checkpoint is SlotOnly; with Capture Outbox there is no slot. Leave it out.";
        }
    }

    private static IEnumerable<string> ShardFailures(string path, string name, SourceOptions options)
    {
        if (options.Capture == Capture.Outbox || options.Checkpoint == Checkpoint.SlotOnly)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{path}:Shards is {options.Shards}; that needs Capture Wal and Checkpoint Table. Leave it out; instances share an outbox without it.");
        }

        if (options.OnSlotLost == OnSlotLost.Resnapshot)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{path}:Shards is {options.Shards} and OnSlotLost is Resnapshot; of several slots one may be lost and the others not. Use Halt, or one shard.");
        }

        if (options.Ordering == Ordering.PerTable)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{path}:Shards is {options.Shards} and Ordering is PerTable; the changes of a table are divided by their keys, and only those of a key are in order. Use PerKey, or one shard.");
        }

        if (SlotName.For(name, options).Length > MaxNameLength - Shard.MaxSuffixLength)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{path}:Slot is '{SlotName.For(name, options)}'; with Shards each has a slot with _1of{options.Shards} and so on behind it, so it is at most {MaxNameLength - Shard.MaxSuffixLength} characters long.");
        }

        if (Encoding.UTF8.GetByteCount(SlotName.ForPublication(name, options)) > MaxNameLength - Shard.MaxSuffixLength)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{path}:Publication is '{SlotName.ForPublication(name, options)}'; with Shards each has one with _1of{options.Shards} and so on behind it, so it is at most {MaxNameLength - Shard.MaxSuffixLength} bytes of UTF-8.");
        }
    }

    private static IEnumerable<string> StartFailures(string path, SourceOptions options)
    {
        if (options.StartFrom != StartFrom.Now && options.Checkpoint == Checkpoint.SlotOnly)
        {
            yield return $"{path}:StartFrom is {options.StartFrom}; that needs Checkpoint Table. Leave it out.";
        }

        if (options is { StartFrom: StartFrom.Lsn, Capture: Capture.Outbox })
        {
            yield return $"{path}:StartFrom is Lsn; an outbox has no positions but what is in it. Leave it out, or say Snapshot.";
        }

        if (options.OnSlotLost != OnSlotLost.Halt && (options.Capture == Capture.Outbox || options.Checkpoint == Checkpoint.SlotOnly))
        {
            yield return $"{path}:OnSlotLost is {options.OnSlotLost}; that needs Capture Wal and Checkpoint Table. Leave it out.";
        }

        if (options.StartFrom == StartFrom.Lsn && options.StartFromLsn is null)
        {
            yield return $"{path}:StartFromLsn is not given; with StartFrom Lsn it is the position, such as 0/16B3748.";
        }

        if (options.StartFromLsn is { } position && (options.StartFrom != StartFrom.Lsn || !Lsn.TryParse(position, out _)))
        {
            yield return $"{path}:StartFromLsn is '{position}'; it is a position such as 0/16B3748, and given with StartFrom Lsn only.";
        }
    }

    public ValidateOptionsResult Validate(string? name, SourceOptions options)
    {
        List<string> failures = [];
        var path = $"PostgresWorker:Sources:{name}";
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            failures.Add($"{path}:ConnectionString and ConnectionStrings:{name} are both empty; give one of them.");
        }

        else if (Malformed(options.ConnectionString) is { } reason)
        {
            failures.Add($"{path}:ConnectionString (or ConnectionStrings:{name}) is malformed: {reason}");
        }
        else if (options.PasswordProvider is not null && new NpgsqlConnectionStringBuilder(options.ConnectionString).Password is { Length: > 0 })
        {
            failures.Add($"{path}:ConnectionString (or ConnectionStrings:{name}) has a password, and PasswordProvider is set; leave one of them out.");
        }

        if (!SlotName.IsValid(SlotName.For(name!, options)))
        {
            failures.Add($"{path}:Slot is '{SlotName.For(name!, options)}'; a slot's name is 1 to 63 of a-z, 0-9 and _.");
        }

        var publication = SlotName.ForPublication(name!, options);
        if (Encoding.UTF8.GetByteCount(publication) is 0 or > MaxNameLength)
        {
            failures.Add($"{path}:Publication is '{publication}'; Postgres would cut it: a name is 1 to {MaxNameLength} bytes of UTF-8.");
        }

        if (options.StoreConnectionString is { } store && (string.IsNullOrWhiteSpace(store) ? "it is empty; leave it out to use the source's database." : Malformed(store)) is { } why)
        {
            failures.Add($"{path}:StoreConnectionString is malformed: {why}");
        }

        if (!Enum.IsDefined(options.Checkpoint))
        {
            failures.Add(string.Create(CultureInfo.InvariantCulture, $"{path}:Checkpoint is {options.Checkpoint}; it must be Table or SlotOnly."));
        }

        Member(nameof(options.StartFrom), options.StartFrom);
        failures.AddRange(StartFailures(path, options));
        Member(nameof(options.Capture), options.Capture);
        if (options.Capture == Capture.Outbox)
        {
            failures.AddRange(OutboxFailures(path, name!, options));
        }

        Member(nameof(options.OnSlotLost), options.OnSlotLost);
        Member(nameof(options.PublishColumns), options.PublishColumns);
        Range(nameof(options.Shards), options.Shards, 1, Shard.Max);
        if (options.Shards > 1)
        {
            failures.AddRange(ShardFailures(path, name!, options));
        }

        Member(nameof(options.WakeUp), options.WakeUp);
        Range(nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        Range(nameof(options.LeaseDuration), options.LeaseDuration, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(10));
        Range(nameof(options.TriggerCheckInterval), options.TriggerCheckInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Range(nameof(options.CheckpointInterval), options.CheckpointInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10));
        Range(nameof(options.WalSenderTimeout), options.WalSenderTimeout ?? TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), Day);
        Range(nameof(options.MaxConcurrency), options.MaxConcurrency, 1, 1024);
        Member(nameof(options.Ordering), options.Ordering);

        Range(nameof(options.MaxInFlightChanges), options.MaxInFlightChanges, 1, 1_000_000);
        Range(nameof(options.MaxInFlightBytes), options.MaxInFlightBytes, MinInFlightBytes, MaxInFlightBytes);
        Range(nameof(options.MaxChangeBytes), options.MaxChangeBytes, MinInFlightBytes, Array.MaxLength);
        Range(nameof(options.MaxParallelSnapshots), options.MaxParallelSnapshots, 1, 32);
        Range(nameof(options.MaxAttempts), options.MaxAttempts, 1, MaxAttempts);
        Range(nameof(options.MinRetryDelay), options.MinRetryDelay, Tick, Day);
        Range(nameof(options.MaxRetryDelay), options.MaxRetryDelay, options.MinRetryDelay, Day);
        Member(nameof(options.OnExhausted), options.OnExhausted);
        Member(nameof(options.OnUnfitRow), options.OnUnfitRow);
        if (options is { OnUnfitRow: OnUnfitRow.DeadLetter, Checkpoint: Checkpoint.SlotOnly })
        {
            failures.Add($"{path}:OnUnfitRow is DeadLetter; with Checkpoint SlotOnly nothing is written to the database. Leave it out, or say Checkpoint Table.");
        }

        Range(nameof(options.MaxParkedChanges), options.MaxParkedChanges, 0, int.MaxValue);
        foreach (var rule in options.RetryRules)
        {
            var on = $"RetryOn<{rule.On!.Name}>";
            Range($"{on} maxAttempts", rule.MaxAttempts ?? 1, 1, MaxAttempts);
            Range($"{on} minDelay", rule.MinDelay ?? Tick, Tick, Day);
            Range($"{on} maxDelay", rule.MaxDelay ?? Day, rule.MinDelay ?? Tick, Day);
            Member($"{on} onExhausted", rule.OnExhausted ?? default);
        }

        if (options.HandlerTimeout != Timeout.InfiniteTimeSpan)
        {
            Range(nameof(options.HandlerTimeout), options.HandlerTimeout, Tick, Day);
        }

        Range(nameof(options.MinReconnectInterval), options.MinReconnectInterval, Tick, Day);
        Range(nameof(options.MaxReconnectInterval), options.MaxReconnectInterval, options.MinReconnectInterval, Day);
        Range(nameof(options.DrainTimeout), options.DrainTimeout, TimeSpan.Zero, Day);
        Range(nameof(options.UnhealthyAfter), options.UnhealthyAfter, TimeSpan.Zero, Day);
        if (options.DegradedLag != Timeout.InfiniteTimeSpan)
        {
            Range(nameof(options.DegradedLag), options.DegradedLag, TimeSpan.FromSeconds(1), Day);
        }

        Range(nameof(options.DegradedWalShare), options.DegradedWalShare, 0.01, 1);
        Range(nameof(options.DegradedWalBytes), options.DegradedWalBytes, 1L << 20, long.MaxValue);
        Range(nameof(options.DegradedDeadLetters), options.DegradedDeadLetters, 0, int.MaxValue);
        Range(nameof(options.StatusInterval), options.StatusInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Member<T>(string property, T value)
            where T : struct, Enum
        {
            if (!Enum.IsDefined(value))
            {
                failures.Add($"{path}:{property} is {value}; it is one of {string.Join(", ", Enum.GetNames<T>())}.");
            }
        }

        void Range<T>(string property, T value, T min, T max)
            where T : IComparable<T>
        {
            if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            {
                failures.Add(string.Create(CultureInfo.InvariantCulture, $"{path}:{property} is {value}; it must be from {min} to {max}."));
            }
        }
    }
}
