/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the verbs of the purse command share: exit codes, options, reading, writing, interruption. */
#ifndef PURSE_CLI_H
#define PURSE_CLI_H

#include <argp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "purse/purse.h"

/** The one list of exit codes: name, number, meaning. */
#define CLI_EXITS(X)                                                                                                   \
    X(DONE, 0, "done")                                                                                                 \
    X(USAGE, 2, "the command line is wrong")                                                                           \
    X(INVALID, 3, "the scenario is not valid, or a plan does not verify")                                              \
    X(INFEASIBLE, 4, "no plan can keep the budgets and rules (lp: infeasible or unbounded)")                           \
    X(STOPPED, 5, "stopped by a limit, interrupted, or not closed; a plan at hand is printed and marked")              \
    X(SOLVER, 6, "the solver failed, or memory ran out")                                                               \
    X(IO, 7, "could not read or write")

enum {
#define CLI_EXIT_NAME(name, number, meaning) CLI_##name = (number),
    CLI_EXITS(CLI_EXIT_NAME)
#undef CLI_EXIT_NAME
};

/** One verb of the command. `run` gets its own arguments, argv[0] being "purse VERB", and returns an exit code. */
typedef struct cli_verb {
    const char *name;
    const char *summary;
    const struct argp *argp;
    int (*run)(int argc, char **argv);
} cli_verb;

extern const struct argp cmd_check_argp, cmd_solve_argp, cmd_compare_argp, cmd_explain_argp, cmd_report_argp,
    cmd_verify_argp, cmd_export_argp, cmd_lp_argp, cmd_new_argp, cmd_schema_argp, cmd_help_argp;

int cmd_check(int argc, char **argv);
int cmd_solve(int argc, char **argv);
int cmd_compare(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_verify(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_lp(int argc, char **argv);
int cmd_new(int argc, char **argv);
int cmd_schema(int argc, char **argv);
int cmd_help(int argc, char **argv);

/** All verbs, in the order of the help; ends with a NULL name. */
extern const cli_verb cli_verbs[];
const cli_verb *cli_verb_find(const char *name);
/** Says that there is no such verb, and which one is near. */
int cli_unknown_verb(const char *program, const char *name);

/* ---- options.c: options that several verbs share, each group an argp child whose input is a cli_options ---- */

enum { CLI_MOST_REGIMES = 32, CLI_MOST_DIALS = CLI_MOST_REGIMES - PURSE_N_REGIMES };

/** The regimes asked for by name and by dial; nothing chosen: those that the scenario allows. */
typedef struct cli_regimes {
    bool chosen[PURSE_N_REGIMES];
    bool any_chosen;
    double dial[CLI_MOST_DIALS];
    int n_dials;
} cli_regimes;

typedef struct cli_options {
    const char *program;     /**< "purse solve", for messages */
    const struct argp *argp; /**< the verb's */
    const char *scenario;    /**< NULL until given */
    purse_change *changes;   /**< owned */
    size_t n_changes;
    purse_regime regime;
    bool has_regime, has_dial;
    cli_regimes regimes; /**< of the verbs that solve several */
    purse_settings settings;
    const char *output; /**< -o, or NULL */
    bool json, quiet;
    bool once;           /**< one solve answers the command; see purse_control */
    int rows;            /**< of a long table; 0: all */
    unsigned may_change; /**< by the least change; 0: the usual */
} cli_options;

extern const struct argp cli_scenario_argp; /**< SCENARIO, --set, --overlay */
extern const struct argp cli_regime_argp;   /**< --regime, --dial */
extern const struct argp cli_regimes_argp;  /**< --regimes, --dial LIST; in regimes.c */
extern const struct argp cli_quiet_argp;    /**< --quiet */
extern const struct argp cli_verdict_argp;  /**< --json, --quiet */
extern const struct argp cli_answer_argp;   /**< --json, -o DIR, --rows, --quiet */
extern const struct argp cli_settings_argp; /**< one option per setting */

/** Parser of a verb without options of its own: gives its input to all its children. */
error_t cli_parse_shared(int key, char *arg, struct argp_state *state);

/**
 * Parse a verb's command line. `input` begins with a cli_options, which is set to its defaults here. A wrong
 * command line ends the process with CLI_USAGE and --help with CLI_DONE, as argp does.
 *
 * @return CLI_DONE; CLI_USAGE when already said; CLI_SOLVER when memory ran out
 */
int cli_parse(const struct argp *argp, int argc, char **argv, cli_options *input);
void cli_options_free(cli_options *options);

/** A comma-separated list of shares of 0 to 1 into `share`. Returns how many, or -1 when it is none. */
int cli_parse_shares(double *share, int room, const char *text);

/* ---- suggest.c ---- */

/** The nearest of `n` names to a misspelt one, or NULL when none is near. */
const char *cli_nearest(const char *name, const char *const *known, size_t n);
/** Says so and returns false when a long option in argv is not one that `argp` knows. */
bool cli_options_known(const struct argp *argp, int argc, char **argv);

/* ---- message.c ---- */

/** "purse solve: ..." on stderr. */
void cli_say(const char *program, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** Says what went wrong and returns the exit code that stands for it. */
int cli_fail(const char *program, purse_code code, const purse_error *err);
/** Prints problems as FILE:LINE: text, errors only or all, on stderr; n more are counted. */
int cli_problems(const char *program, const purse_problems *problems, bool warnings);

/* ---- json.c ---- */

/* ---- read.c ---- */

/**
 * Read the scenario of the options. Errors go to stderr. On CLI_DONE the model is new and the caller's, and so are its
 * warnings, where they are wanted (NULL: counted on stderr only).
 */
int cli_read(purse_model **model, const cli_options *options, purse_problems *warnings);
/** A whole file as text ("-": standard input). */
int cli_read_file(purse_text *text, const char *path, const char *program);

/* ---- output.c ---- */

/** Make the standard streams safe to use, and let a failed write of stdout end in CLI_IO. */
void cli_output_start(void);
/** Write a complete text to stdout, and know that it arrived. */
int cli_print(const char *program, const purse_text *text);
/** How tables look on this stdout: colour on a terminal only, and not when NO_COLOR is set. */
purse_view cli_view(const cli_options *options);

/* ---- interrupt.c ---- */

/** From here on the first SIGINT or SIGTERM asks work to stop; a second one kills. */
void cli_interrupt_watch(void);
/** The flag that the signal sets, for purse_control. */
const volatile sig_atomic_t *cli_interrupt_flag(void);

/* ---- progress.c ---- */

/** A line on stderr while a regime is solved; silent when stderr is no terminal. */
typedef struct cli_progress {
    bool on, shown;
    const char *label;
    double last; /**< seconds at the last line */
} cli_progress;

cli_progress cli_progress_new(bool quiet);
/** For purse_control; `context` is a cli_progress. */
void cli_progress_show(void *context, const purse_progress *progress);
void cli_progress_clear(cli_progress *progress);

/* ---- run.c ---- */

/** A scenario that was read and is being solved. Must not move between open and close. */
typedef struct cli_run {
    const cli_options *options;
    purse_model *model;
    purse_problems warnings; /**< about the scenario */
    purse_optimiser *optimiser;
    cli_progress progress;
    purse_control control;
} cli_run;

/** Read the scenario and make it ready. Close it also when this fails. */
int cli_run_open(cli_run *run, const cli_options *options);
void cli_run_close(cli_run *run);
/** Solve one regime. On CLI_DONE the plan is new and the caller's, whatever its status; else it was said why. */
int cli_run_solve(cli_run *run, purse_regime regime, purse_plan **plan);
/** Test the prices of the pots' budgets in the plan just solved; one that holds nothing is left as it is. */
int cli_run_pot_prices(cli_run *run, purse_plan *plan);
/** The exit code that a plan's status stands for. */
int cli_plan_exit(const purse_plan *plan);

/* ---- regimes.c ---- */

/** The plans of several regimes, in order. */
typedef struct cli_plans {
    const purse_plan *plan[CLI_MOST_REGIMES]; /**< owned */
    int n;
} cli_plans;

/**
 * Solve the regimes of the options in order, with tested prices of pots when asked for; an interruption ends it with
 * the plans that are there. Free the plans also when this fails.
 */
int cli_plans_solve(cli_plans *plans, cli_run *run, bool prices);
/** The gravest of the plans' exit codes: 6, 5, 4, 0. */
int cli_plans_exit(const cli_plans *plans);
/** Says which regimes an interruption kept from being solved. */
void cli_plans_missing(const cli_plans *plans, const char *program);
void cli_plans_free(cli_plans *plans);

/* ---- folder.c ---- */

/** The files of one plan; all of them or none. */
int cli_write_plan(const purse_plan *plan, const cli_run *run);
/** The plans of a comparison: a folder per regime, compare.json, compare.csv, report.html; all of them or none. */
int cli_write_comparison(const cli_plans *plans, const cli_run *run);

/** A plan and the folder it is written into. */
typedef struct cli_named_plan {
    char name[32];
    const purse_plan *plan; /**< borrowed */
} cli_named_plan;

/** explain.json, and a folder for each plan; all of them or none. */
int cli_write_explanation(const cli_named_plan *plan, int n, const purse_text *document, const cli_run *run);
/** Name of a regime's folder, such as "silo" or "dial-0.05". */
void cli_regime_name(char *text, size_t size, purse_regime regime);
/** Make a folder with files that appears whole; an error when something of that name is there. */
int cli_new_folder(const char *program, const char *path, const purse_report_file *file, size_t n);

#endif
