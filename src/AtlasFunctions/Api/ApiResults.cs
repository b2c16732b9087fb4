using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Atlas.Core;
using Atlas.Core.Problems;
using Atlas.Core.Tracing;
using Microsoft.AspNetCore.Http;

namespace Atlas.Functions.Api;

/// <summary>How answers and problems go over the wire: the one place where they become HTTP.</summary>
internal static class ApiResults
{
    public static IResult ToHttp(this Outcome<Answer> outcome) =>
        outcome.Failed ? new ProblemResult(outcome.Problem) : new AnswerResult(outcome.Value);

    public static IResult ToHttp(this Problem problem) => new ProblemResult(problem);

    public static string TraceId(this HttpContext http) =>
        Activity.Current?.TraceId.ToString() ?? RequestCorrelation.Current ?? http.TraceIdentifier;

    /// <summary>The caller's own id for the request, or one that was made for it.</summary>
    public static string CorrelationId(this HttpContext http) => RequestCorrelation.Current ?? http.TraceIdentifier;

    public static async Task WriteAsync(this Problem problem, HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = problem.Status;
        response.ContentType = "application/problem+json";
        if (problem.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Ceiling(Math.Max(wait.TotalSeconds, 1)).ToString(CultureInfo.InvariantCulture);
        }

        if (problem.Status == StatusCodes.Status413PayloadTooLarge && http.Request.Protocol != "HTTP/2")
        {
            response.Headers.Connection = "close"; // the rest of the body is not read
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(
            problem with
            {
                TraceId = http.TraceId(),
                CorrelationId = http.CorrelationId(),
            },
            ProblemJson.Default.Problem
        );
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await response.Body.WriteAsync(body, http.RequestAborted);
        }
    }

    private sealed class ProblemResult(Problem problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => problem.WriteAsync(httpContext);
    }

    private sealed class AnswerResult(Answer answer) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = answer.Status;
            if (answer.ETag is { } etag)
            {
                response.Headers.ETag = etag;
            }

            if (answer.Location is { } location)
            {
                response.Headers.Location = location;
            }

            if (answer.Body.IsEmpty)
            {
                return Task.CompletedTask;
            }

            response.ContentType = "application/json";
            response.ContentLength = answer.Body.Length;
            return response.Body.WriteAsync(answer.Body, httpContext.RequestAborted).AsTask();
        }
    }
}
